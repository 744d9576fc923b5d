from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "msa.members"
    label = "members"
    verbose_name = "Who works here: invited, changed, left"
