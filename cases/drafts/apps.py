from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "cases.drafts"
    label = "drafts"
    verbose_name = "What is being written"
