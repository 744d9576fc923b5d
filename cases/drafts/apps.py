from __future__ import annotations

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "cases.drafts"
    label = "drafts"
    verbose_name = "What is being written"

    def ready(self) -> None:
        # Models are there only now.
        from cases.drafts import panels
        from msa.web.panels import add_panel

        add_panel("every-page", panels.on_every_page)
