from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "consent.retention"
    label = "retention"
    verbose_name = "How long records are kept"

    def ready(self) -> None:
        # Models are there only now.
        from consent.retention import panels
        from msa.web.panels import add_panel

        add_panel("person", panels.on_person, seldom=True)
