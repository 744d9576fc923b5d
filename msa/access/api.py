"""The API's default answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    # REST framework's views ask for this class while they are being imported.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class DenyAll(BasePermission):
    """Refuse whatever no view has opened on purpose."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False
