"""Addresses of the national site. No address here leads to a survivor."""

from __future__ import annotations

from django.urls import include, path

from msa.web.areas import NATIONAL, area_urls
from reporting.urls import national_patterns

handler404 = "msa.web.errors.page_not_found"
handler429 = "msa.web.errors.too_often"

urlpatterns = [
    path("", include("msa.web.urls")),
    path("accounts/", include("msa.urls.accounts")),
    area_urls(NATIONAL, national_patterns),
]
