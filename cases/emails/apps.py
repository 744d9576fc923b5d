from __future__ import annotations

from django.apps import AppConfig


class EmailsConfig(AppConfig):
    name = "cases.emails"
    label = "emails"
    verbose_name = "Important emails that are kept"
