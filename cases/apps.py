from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "People and sessions"

    def ready(self) -> None:
        # Models are there only now.
        from cases.happenings import HappeningKind, add_long_source, add_source
        from cases.queries import happened

        add_long_source(HappeningKind.SESSION, happened.sessions_told)
        add_source(happened.consents_told)
        add_source(happened.time_told)
