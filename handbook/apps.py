from __future__ import annotations

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "handbook"
    verbose_name = "What an organisation has written down, and who has read it"

    def ready(self) -> None:
        # Models are there only now.
        from handbook import panels
        from msa.web.panels import add_panel

        add_panel("today", panels.on_today)
