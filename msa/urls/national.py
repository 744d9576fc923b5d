"""Addresses of the national site. No address here leads to a survivor."""

from __future__ import annotations

from django.urls import include, path

from cases.urls import national_patterns as framework_patterns
from msa.members.urls import national_patterns as members_patterns
from msa.web.areas import NATIONAL, area_urls
from reporting.funders.urls import api_patterns
from reporting.funders.urls import national_patterns as funders_patterns
from reporting.narratives.urls import national_patterns as narrative_patterns
from reporting.urls import national_patterns
from standards.urls import national_patterns as standards_patterns

handler404 = "msa.web.errors.page_not_found"
handler429 = "msa.web.errors.too_often"
handler500 = "msa.web.errors.something_wrong"

urlpatterns = [
    path("", include("msa.web.urls")),
    path("accounts/", include("msa.urls.accounts")),
    *api_patterns,
    area_urls(
        NATIONAL,
        [
            *national_patterns,
            *narrative_patterns,
            *standards_patterns,
            *funders_patterns,
            *framework_patterns,
            *members_patterns,
        ],
    ),
]
