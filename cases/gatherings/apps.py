"""Closed peer groups: who is in one, what it has agreed on, and its meetings."""

from __future__ import annotations

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "cases.gatherings"
    label = "gatherings"
    verbose_name = "Peer groups"

    def ready(self) -> None:
        # Models are there only now.
        from cases.gatherings import panels
        from cases.gatherings.queries import lines_of_his_time
        from cases.happenings import add_source
        from msa.web.panels import add_panel

        add_panel("today", panels.on_today)
        add_panel("person-groups", panels.on_his_groups)
        add_source(lines_of_his_time)
