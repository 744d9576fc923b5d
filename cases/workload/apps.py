"""Who works with how many, who takes over, who stands in, and what he said to it."""

from __future__ import annotations

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    name = "cases.workload"
    label = "workload"
    verbose_name = "Workload"

    def ready(self) -> None:
        # Models are there only now.
        from cases.workload import panels
        from msa.web.panels import add_panel

        add_panel("today", panels.on_today)
        add_panel("person", panels.on_person)
        add_panel("manager-person", panels.on_person)
