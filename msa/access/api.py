"""The API's default answer."""

from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class DenyAll(BasePermission):
    """Refuse whatever no view has opened on purpose."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False
