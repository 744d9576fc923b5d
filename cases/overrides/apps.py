"""What is done without his consent: telling somebody, reading in an emergency."""

from __future__ import annotations

from django.apps import AppConfig


class OverridesConfig(AppConfig):
    name = "cases.overrides"
    label = "overrides"
    verbose_name = "Without his consent"

    def ready(self) -> None:
        # Models are there only now.
        from cases.overrides import panels
        from msa.web.panels import add_panel

        add_panel("person", panels.on_person, seldom=True)
        add_panel("every-page", panels.on_every_page)
