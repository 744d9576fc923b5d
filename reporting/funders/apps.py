from __future__ import annotations

from django.apps import AppConfig


class FundersConfig(AppConfig):
    name = "reporting.funders"
    label = "funders"
