from __future__ import annotations

from django.apps import AppConfig


class NarrativesConfig(AppConfig):
    name = "reporting.narratives"
    label = "narratives"
