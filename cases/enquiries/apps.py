from __future__ import annotations

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "cases.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        # Models are there only now.
        from cases.enquiries import panels
        from msa.web.panels import add_panel

        add_panel("today", panels.on_today)
