"""Addresses of the casework site: peer workers, managers, administrators."""

from __future__ import annotations

from django.urls import include, path

from assessments.urls import manager_patterns as check_in_manager_patterns
from assessments.urls import respondent_patterns
from assessments.urls import worker_patterns as check_in_worker_patterns
from cases.drafts.urls import worker_patterns as draft_patterns
from cases.emails.urls import manager_patterns as email_manager_patterns
from cases.emails.urls import worker_patterns as email_worker_patterns
from cases.enquiries.urls import manager_patterns as enquiry_manager_patterns
from cases.enquiries.urls import worker_patterns as enquiry_worker_patterns
from cases.forgetting.urls import manager_patterns as forgetting_manager_patterns
from cases.forgetting.urls import worker_patterns as forgetting_patterns
from cases.form_settings.urls import patterns as form_patterns
from cases.gatherings.urls import manager_patterns as group_manager_patterns
from cases.gatherings.urls import worker_patterns as group_patterns
from cases.manage_urls import manager_patterns
from cases.outreach.urls import patterns as outreach_patterns
from cases.overrides.urls import admin_patterns as override_admin_patterns
from cases.overrides.urls import manager_patterns as override_manager_patterns
from cases.overrides.urls import worker_patterns as override_worker_patterns
from cases.referrals.urls import admin_patterns as referral_admin_patterns
from cases.referrals.urls import manager_patterns as referral_manager_patterns
from cases.referrals.urls import worker_patterns as referral_patterns
from cases.urls import worker_patterns
from cases.workload.urls import admin_patterns as workload_admin_patterns
from cases.workload.urls import manager_patterns as workload_manager_patterns
from cases.workload.urls import worker_patterns as workload_worker_patterns
from consent.retention.urls import admin_patterns as retention_admin_patterns
from consent.retention.urls import manager_patterns as retention_patterns
from handbook.urls import publisher_patterns as policy_publisher_patterns
from handbook.urls import worker_patterns as policy_patterns
from msa.exchange.urls import admin_patterns as import_patterns
from msa.members.urls import admin_patterns
from msa.web.areas import ADMIN, MANAGER, WORKER, area_urls
from msa.web.urls import offline_patterns
from oversight.urls import manager_patterns as oversight_manager_patterns
from oversight.urls import worker_patterns as oversight_worker_patterns
from reporting.narratives.urls import manager_patterns as narrative_patterns
from reporting.narratives.urls import worker_patterns as contribution_patterns
from rights.urls import manager_patterns as rights_manager_patterns
from rights.urls import worker_patterns as rights_worker_patterns
from standards.urls import manager_patterns as standards_patterns

handler404 = "msa.web.errors.page_not_found"
handler429 = "msa.web.errors.too_often"
handler500 = "msa.web.errors.something_wrong"

urlpatterns = [
    path("", include("msa.web.urls")),
    *offline_patterns,
    path("accounts/", include("msa.urls.accounts")),
    path("check-in/", include((respondent_patterns, "check-in"))),
    area_urls(
        MANAGER,
        [
            *manager_patterns,
            *email_manager_patterns,
            *enquiry_manager_patterns,
            *outreach_patterns,
            *group_manager_patterns,
            *policy_publisher_patterns,
            *standards_patterns,
            *check_in_manager_patterns,
            *narrative_patterns,
            *oversight_manager_patterns,
            *override_manager_patterns,
            *workload_manager_patterns,
            *forgetting_manager_patterns,
            *form_patterns,
            *referral_manager_patterns,
            *retention_patterns,
            *rights_manager_patterns,
        ],
    ),
    area_urls(
        ADMIN,
        [
            *admin_patterns,
            *import_patterns,
            *policy_publisher_patterns,
            *override_admin_patterns,
            *workload_admin_patterns,
            *form_patterns,
            *referral_admin_patterns,
            *retention_admin_patterns,
        ],
    ),
    area_urls(
        WORKER,
        [
            *worker_patterns,
            *email_worker_patterns,
            *enquiry_worker_patterns,
            *outreach_patterns,
            *group_patterns,
            *policy_patterns,
            *draft_patterns,
            *check_in_worker_patterns,
            *override_worker_patterns,
            *workload_worker_patterns,
            *forgetting_patterns,
            *referral_patterns,
            *contribution_patterns,
            *oversight_worker_patterns,
            *rights_worker_patterns,
        ],
    ),
]
