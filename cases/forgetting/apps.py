from __future__ import annotations

from django.apps import AppConfig


class ForgettingConfig(AppConfig):
    name = "cases.forgetting"
    label = "forgetting"
    verbose_name = "Earlier words that are let go"

    def ready(self) -> None:
        # Models are there only now.
        from cases.forgetting import panels
        from cases.forgetting.queries.asked import hands
        from cases.workload.queries.hands import add_source
        from msa.web.panels import add_panel

        add_source(hands)
        add_panel("manager-person", panels.on_person)
        add_panel("retention", panels.on_keeping)
