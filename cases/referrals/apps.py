"""The services around an organisation, and referrals to them and from others."""

from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "cases.referrals"
    label = "referrals"
    verbose_name = "Referrals"

    def ready(self) -> None:
        # Models are there only now.
        from cases.happenings import add_source
        from cases.referrals import panels
        from cases.referrals.happenings import of_referrals
        from msa.web.panels import add_panel

        add_panel("person", panels.on_person)
        add_panel("today", panels.on_today)
        add_panel("caseload", panels.on_caseload)
        add_panel("enquiry", panels.on_enquiry)
        add_source(of_referrals)
