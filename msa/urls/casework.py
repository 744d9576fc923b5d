"""Addresses of the casework site: peer workers, managers, administrators."""

from __future__ import annotations

from django.urls import include, path

from cases.manage_urls import admin_patterns, manager_patterns
from cases.urls import worker_patterns
from msa.exchange.urls import admin_patterns as import_patterns
from msa.web.areas import ADMIN, MANAGER, WORKER, area_urls

handler404 = "msa.web.errors.page_not_found"
handler429 = "msa.web.errors.too_often"

urlpatterns = [
    path("", include("msa.web.urls")),
    path("accounts/", include("msa.urls.accounts")),
    area_urls(MANAGER, manager_patterns),
    area_urls(ADMIN, [*admin_patterns, *import_patterns]),
    area_urls(WORKER, worker_patterns),
]
