from __future__ import annotations

from django.apps import AppConfig


class ForgettingConfig(AppConfig):
    name = "cases.forgetting"
    label = "forgetting"
    verbose_name = "Earlier words that are let go"
