from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone


class AccountsConfig(AppConfig):
    name = "msa.accounts"
    label = "accounts"
    verbose_name = "People who work here"

    def ready(self) -> None:
        user_logged_in.connect(_begin_session, dispatch_uid="msa.accounts.session")


def _begin_session(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    from msa.accounts.standing import begin  # models are loaded by now
    from msa.accounts.welcome import signed_in

    at = timezone.now()
    begin(request.session, user_agent=request.headers.get("User-Agent", ""), at=at)
    signed_in(request, user, at=at)
