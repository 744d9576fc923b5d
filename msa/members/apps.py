from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "msa.members"
    label = "members"
    verbose_name = "Who works here: invited, changed, left"

    def ready(self) -> None:
        from msa.accounts.telling import own_act
        from msa.members.own_acts import record_own_act

        own_act.connect(record_own_act, dispatch_uid="msa.members.own-acts")
