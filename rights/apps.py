from __future__ import annotations

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "rights"
    verbose_name = "A survivor's rights"

    def ready(self) -> None:
        # Models are there only now.
        from msa.web.beside import add_beside
        from msa.web.panels import add_panel
        from rights import panels
        from rights.queries import statements

        add_panel("today", panels.on_today)
        add_panel("person", panels.on_person, seldom=True)
        add_beside("rights/_beside.html", statements.beside_each)
