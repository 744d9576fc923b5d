from __future__ import annotations

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "msa.tenancy"
    label = "tenancy"
    verbose_name = "Organisations"
