from __future__ import annotations

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Check-ins"

    def ready(self) -> None:
        # Models are there only now.
        from assessments import panels
        from assessments.queries.hands import check_ins_due
        from assessments.queries.happened import check_ins_told
        from cases import happenings
        from cases.workload.queries.hands import add_source
        from msa.web.panels import add_panel

        add_panel("today", panels.on_today)
        add_panel("person", panels.on_person)
        add_source(check_ins_due)
        happenings.add_source(check_ins_told)
