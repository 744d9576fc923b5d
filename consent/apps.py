from __future__ import annotations

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "consent"
    verbose_name = "Consent"

    def ready(self) -> None:
        # Models are there only now.
        from consent import panels
        from msa.web.panels import add_panel

        add_panel("policies", panels.on_policies)
