from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = "Who looked"

    def ready(self) -> None:
        # Models are there only now.
        from msa.web.panels import add_panel
        from oversight import panels

        add_panel("person", panels.on_person, seldom=True)
