"""Pages on which an organisation changes its forms (UI-S9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.form_settings import forms as all_forms
from cases.form_settings import queries, services
from cases.form_settings.enums import Act
from cases.form_settings.forms import REGISTRY, Changeable, ChangeField, Rename
from cases.form_settings.policies import (
    LONGEST_LABEL,
    BadLabel,
    MayNot,
    OwnForms,
    UnknownField,
)
from cases.form_settings.services import FormChanged
from cases.form_settings.wording import avoided
from msa.access.refusals import NotVisible

if TYPE_CHECKING:
    from msa.web.areas import AreaRequest

CONFLICT = 409
_MOVED_ON = gettext_lazy(
    "Somebody else changed this form meanwhile, so nothing was done. This is how it "
    "is now."
)
_BAD_LABELS = {
    "empty": gettext_lazy("Fill in what you call it"),
    "long": gettext_lazy(
        "This is %(long)s letters long, and there is room for %(most)s. Shorten it"
    ),
    "unseen": gettext_lazy(
        "There is something in it that can’t be seen. Type it anew, on one line"
    ),
    "twice": gettext_lazy("Another field of this form is called that. Choose another"),
}


@require_safe
def every_form(request: AreaRequest) -> HttpResponse:
    """Show every form, and how many of its fields are changed."""
    own = queries.own_forms(request.actor)
    shown = [(code, title, own.of(code)) for code, title in all_forms.titles()]
    return render(request, "form_settings/forms.html", {"forms": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def one_form(request: AreaRequest, form: str) -> HttpResponse:
    """Show a form field by field, and change one of them."""
    changeable = _changeable(form)
    if request.method != "POST":
        return _form(request, form, changeable)
    pressed = ChangeField(request.POST)
    if not pressed.is_valid() or pressed.cleaned_data["act"] == Act.RENAME:
        raise NotVisible
    told = pressed.cleaned_data
    try:
        services.change(
            request.actor,
            changeable.declared,
            Act(told["act"]),
            told["field"],
            after=told["version"],
            at=timezone.now(),
        )
    except UnknownField:
        raise NotVisible from None
    except MayNot as fault:
        return _form(request, form, changeable, refused=fault.why.label)
    except FormChanged:
        return _form(request, form, changeable, refused=_MOVED_ON)
    messages.success(request, _("Done. Peer workers see it from now."))
    return redirect(f"{_here(request, form)}{_place(told['act'], told['field'])}")


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: AreaRequest, form: str, field: str) -> HttpResponse:
    """Let the organisation call a field what it likes."""
    changeable = _changeable(form)
    declared = changeable.declared
    if field not in declared.names:
        raise NotVisible
    setting = queries.setting(request.actor, form)
    posted = request.POST if request.method == "POST" else None
    named = Rename(
        posted,
        initial={"label": setting.own.labels.get(field, declared.names[field])},
    )
    if named.is_valid() and _renamed(request, changeable, field, named):
        return redirect(f"{_here(request, form)}#field-{field}")
    page = {
        "form": named,
        "code": form,
        "form_title": all_forms.title(form),
        "official": declared.names[field],
        # The newest: what is saved once more is saved with that in sight.
        "version": setting.own.version,
    }
    return render(request, "form_settings/rename.html", page)


def _renamed(
    request: AreaRequest, changeable: Changeable, field: str, named: Rename
) -> bool:
    """Store the name, or say at the field why not."""
    label = named.cleaned_data["label"]
    version = request.POST.get("version", "")
    try:
        services.change(
            request.actor,
            changeable.declared,
            Act.RENAME,
            field,
            label=label,
            after=int(version) if version.isdecimal() and len(version) < 9 else -1,
            at=timezone.now(),
        )
    except BadLabel as fault:
        words = str(_BAD_LABELS[fault.code])
        named.add_error("label", words % {"long": len(label), "most": LONGEST_LABEL})
        return False
    except FormChanged:
        named.add_error(
            "label",
            _("Somebody else changed this form meanwhile. Save once more to keep it"),
        )
        return False
    if words := avoided(label):
        messages.warning(
            request,
            _("Kept. “%(word)s” is a word that survivors may not like to read.")
            % {"word": words},
        )
    else:
        messages.success(request, _("Done. Peer workers see it from now."))
    return True


def _changeable(code: str) -> Changeable:
    try:
        return REGISTRY[code]
    except KeyError:
        raise NotVisible from None


def _here(request: AreaRequest, code: str) -> str:
    return reverse(f"{request.actor.role}:form", args=[code])


def _place(act: str, field: str) -> str:
    return "" if act == Act.RESET_ALL else f"#field-{field}"


def _form(
    request: AreaRequest, code: str, changeable: Changeable, *, refused: object = ""
) -> HttpResponse:
    setting = queries.setting(request.actor, code)
    preview = changeable.make(OwnForms({code: setting.own}))
    page = {
        "code": code,
        "form_title": all_forms.title(code),
        "setting": setting,
        "lines": list(all_forms.lines(changeable, setting.own)),
        "form": preview,
        "refused": refused,
    }
    status = CONFLICT if refused else None
    return render(request, "form_settings/form.html", page, status=status)
