"""How forms are drawn, and form errors that name their field."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import django.forms.renderers
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates as TemplateBackend
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DJANGO_TEMPLATES = Path(django.forms.renderers.__file__).parent / "templates"


class Renderer(DjangoTemplates):
    """Draw forms by templates/django/forms, and all else by Django's own templates."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"

    @cached_property
    def engine(self) -> TemplateBackend:
        return TemplateBackend(
            {
                "APP_DIRS": False,
                "DIRS": [TEMPLATES, DJANGO_TEMPLATES],
                "NAME": "forms",
                "OPTIONS": {"libraries": {"msa": "msa.web.templatetags.msa"}},
            }
        )


#: Django says what a value is to be ensured to be; these say what to do.
_BOUNDS = {
    "min_value": _("Enter at least %(limit_value)s"),
    "max_value": _("Enter at most %(limit_value)s"),
}


class NamedErrors(forms.BaseForm):
    """Make the message for an empty field say which field, and what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrange_fields()
        for name, field in self.fields.items():
            if field.error_messages.get("required") == default_required(field):
                label = field.label or name.replace("_", " ").capitalize()
                field.error_messages["required"] = _asking(field) % {"label": label}
            field.error_messages = {**_BOUNDS, **field.error_messages}

    def arrange_fields(self) -> None:
        """Change which fields there are and what they are called, before errors are.

        Nothing unless a form says so.
        """


class Form(NamedErrors, forms.Form):
    """A form whose errors name their field."""


class ModelForm(NamedErrors, forms.ModelForm):  # type: ignore[type-arg]
    """A model form whose errors name their field."""


def default_required(field: forms.Field) -> Any:
    """Return Django's message for an empty field, which names nothing."""
    return forms.Field.default_error_messages["required"]


def _asking(field: forms.Field) -> Any:
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s” to go on")
    if isinstance(field, forms.FileField):
        return _("Choose a file for “%(label)s”")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose an answer for “%(label)s”")
    return _("Fill in “%(label)s”")


def named_form(request: HttpRequest) -> uuid.UUID:
    """Return the id in the address of a form, or a new one.

    Whoever goes back to a form, or opens it anew, finds the same id there, and what it
    stores once is not stored twice (UI-W5).
    """
    try:
        return uuid.UUID(request.GET.get("form", ""))
    except ValueError:
        return uuid.uuid4()
