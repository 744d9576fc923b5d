"""Dates, lengths and addresses in templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

from msa.clock.days import AUCKLAND, local_date
from msa.web.beside import beside as put_beside

register = template.Library()

PAGE_LANGUAGES = {"mi": "mi"}


@register.simple_tag
def page_language() -> str:
    """Return the value of `<html lang>` for the language in use (UI-L1)."""
    return PAGE_LANGUAGES.get(get_language() or "", "en-NZ")


@register.simple_tag(takes_context=True)
def area_url(context: Context, name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of `name` in the area in which the page was asked for."""
    match = context["request"].resolver_match
    namespaces = match.namespaces if match else []
    full_name = f"{namespaces[0]}:{name}" if namespaces else name
    return reverse(full_name, args=args, kwargs=kwargs)


@register.simple_tag
def new_form() -> str:
    """Return the end of a link to a form: its id (:func:`msa.web.forms.named_form`)."""
    return f"?form={uuid4()}"


@register.simple_tag(takes_context=True)
def beside(context: Context, subject: Any, what: object) -> str:
    """Return what other apps put beside a section (its code) or session (its id)."""
    return put_beside(context["request"], UUID(str(subject)), str(what))


@register.filter
def nz_date(value: date | datetime | None) -> str:
    """Return `5 March 2026`, or nothing for no date."""
    return formats.date_format(local(value), "j F Y") if value else ""


@register.filter
def nz_day(value: date | datetime | None) -> str:
    """Return `Thu 5 Mar 2026`, or nothing for no date."""
    return formats.date_format(local(value), "D j M Y") if value else ""


@register.filter
def nz_time(value: datetime | None) -> str:
    """Return `2:14 pm` in Pacific/Auckland, or nothing for no time."""
    if not value:
        return ""
    at = local(value)
    # Django's own `a` gives the full stops of `p.m.`; plain NZ usage has none.
    noon = gettext("am") if at.hour < 12 else gettext("pm")
    return f"{at.hour % 12 or 12}:{at.minute:02} {noon}"


@register.filter
def minutes(value: int | None) -> str:
    """Return `45 min`, `1 h` or `1 h 15 min`, or nothing for no length."""
    if value is None:
        return ""
    hours, rest = divmod(int(value), 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


@register.filter
def days_ago(value: date | datetime | None) -> str:
    """Return `today`, `yesterday` or `3 days ago`, by the day in Pacific/Auckland."""
    if not value:
        return ""
    day = local(value)
    day = day.date() if isinstance(day, datetime) else day
    count = (local_date(timezone.now()) - day).days
    if count == 0:
        return gettext("today")
    if count == 1:
        return gettext("yesterday")
    return ngettext("%(count)s day ago", "%(count)s days ago", count) % {"count": count}


@register.filter
def naming(error: str, label: str) -> str:
    """Put the field's label before an error that does not say it."""
    message, name = str(error), str(label)
    if not name or name in message:
        return message
    # A label that asks ends its own sentence.
    return f"{name} {message}" if name.endswith("?") else f"{name}: {message}"


def local(value: Any) -> Any:
    """Return an aware time in Pacific/Auckland; dates and naive times as they are."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(AUCKLAND)
    return value
