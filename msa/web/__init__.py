"""What every page stands in: its frame, its forms, its safety and its languages."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

# Django knows nothing of te reo Māori; without this get_language_info("mi") raises.
LANG_INFO["mi"] = {
    "bidi": False,
    "code": "mi",
    "name": "Māori",
    "name_local": "Te reo Māori",
}
