"""OAuth 2 for programs: client credentials, the client's own scopes, nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from reporting.funders.addresses import address_of, admits
from reporting.funders.enums import Scope
from reporting.funders.services.access import note_refusal


class ScopesOfClients(BaseScopes):  # type: ignore[misc]  # untyped library
    """A client may ask for the scopes it was given; unasked, it is given them all."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return list(application.scopes) if application else []

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application)


class Validator(OAuth2Validator):  # type: ignore[misc]  # untyped library
    """Admit a client by its secret, from where it may ask."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Say whether the client is who it says; as slow for an unknown one."""
        request.asked_as = None
        is_proved = super().authenticate_client(request, *args, **kwargs)
        if request.asked_as is None:
            # Hashing takes the time: without it, unknown names would be answered soon.
            make_password("nobody's")
            return False
        here = address_of(request.headers)
        if is_proved and admits(request.client.networks, here):
            return True
        note_refusal(request.asked_as)
        return False

    def _load_application(self, client_id: str, request: Any) -> Any:
        found = super()._load_application(client_id, request)
        if found:
            # The library forgets a client whose secret was wrong.
            request.asked_as = found
        return found

    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: Any,
        request: Any,
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Say yes to client credentials alone."""
        return grant_type == "client_credentials"
