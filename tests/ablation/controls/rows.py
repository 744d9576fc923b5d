"""Row policies: the boundary between organisations, and between peer workers."""

from __future__ import annotations

from tests.ablation.control import SWEEP, Control
from tests.ablation.in_database import Force, Function, Policy, RowPolicies

CATALOGUE = "tests/guards/test_catalogue.py::test_the_catalogue_is_as_it_must_be"
HOSTILE = "tests/security/test_hostile_sql.py::test_allowed_statements_show_nobody_else"
EACH_TABLE = "tests/security/test_each_table.py"
KEYS = "keys are released by a function of the database that asks for the grant itself"
SUPERVISION = "tests/security/test_supervision.py"
FIGURES = "a released figure is no secret; who may read a draft is a right of roles"
ROWS_ONLY = "what these rows say stands in clear: the row policy is the boundary"

#: Each table with policies; whose rows are sealed has the keys behind it.
SEALED = (
    "assessments_answers",
    "cases_harmtold",
    "cases_episodeturn",
    "cases_section",
    "cases_sessionnote",
    "cases_supportdecision",
    "consent_particulars",
    "consent_subjectkey",
    "consent_wrappedkey",
    "emails_emailpart",
    "enquiries_slip",
    "drafts_recorddraft",
    "drafts_sessiondraft",
    "gatherings_meeting",
    "gatherings_meetingdraft",
    "gatherings_meetingwords",
    "gatherings_memberdraft",
    "gatherings_membership",
    "narratives_contribution",
    "narratives_narrative",
    "overrides_disclosure",
    "overrides_emergencyreading",
    "referrals_arrival",
    "referrals_referral",
    "referrals_referralstep",
    "rights_copy",
    "rights_words",
    "standards_evidence",
    "standards_evidencecontent",
    "workload_shortnote",
)
#: Words of survivors hang on these: the sweep is run while they are open.
ABOUT_SURVIVORS = (
    "assessments_assessment",
    "cases_client",
    "consent_subject",
    "consent_subjectuserobjectpermission",
)
IN_CLEAR = (
    "accounts_member",
    "accounts_reset",
    "assessments_decline",
    "assessments_invitation",
    "assessments_rating",
    "audit_event",
    "audit_head",
    "audit_link",
    "cases_assignment",
    "cases_blockedmember",
    "cases_episode",
    "cases_groupclearance",
    "cases_screening",
    "cases_fingerprint",
    "cases_likeness",
    "cases_practicemonth",
    "cases_practiceshare",
    "cases_session",
    "cases_sessionversion",
    "cases_statisticalprofile",
    "cases_supporthold",
    "cases_tally",
    "consent_consent",
    "consent_fingerprintkey",
    "consent_organisationkey",
    "consent_withdrawal",
    "enquiries_enquiry",
    "exchange_importbatch",
    "exchange_importrow",
    "forgetting_forgetting",
    "form_settings_formsettings",
    "gatherings_acceptance",
    "gatherings_attendance",
    "gatherings_earlierattendance",
    "gatherings_earliermeeting",
    "gatherings_facilitator",
    "gatherings_peergroup",
    "gatherings_protocol",
    "handbook_acknowledgement",
    "handbook_document",
    "handbook_version",
    "handbook_writtenpolicy",
    "jobs_job",
    "members_invitation",
    "narratives_explanation",
    "outreach_activity",
    "oversight_breach",
    "oversight_talk",
    "overrides_notice",
    "referrals_enquiryreferral",
    "referrals_outofhours",
    "referrals_service",
    "retention_erasure",
    "retention_hold",
    "retention_keeping",
    "retention_signedrule",
    "rights_request",
    "standards_action",
    "standards_cycle",
    "standards_judgement",
    "standards_remark",
    "workload_agreed",
    "workload_cover",
    "workload_handover",
    "workload_keptview",
    "workload_moved",
    "workload_plan",
    "workload_planned",
    "workload_safeload",
    "workload_wish",
)
#: Of no organisation: who reads them is decided by role and state.
OF_NOBODY = (
    "audit_receipt",
    "cases_pou",
    "consent_wording",
    "funders_client",
    "narratives_approvedtext",
    "narratives_passage",
    "reporting_cell",
    "reporting_report",
    "reporting_reportfile",
    "tenancy_organisation",
)
_OWN_ORGANISATION = "organisation_id = (SELECT sec.organisation())"
_SHOWN = (
    "EXISTS (SELECT 1 FROM assessments_assessment a WHERE a.id = assessment_id"
    " AND a.state = 'FINISHED' AND a.worker_may_see)"
)
TABLES = {*SEALED, *ABOUT_SURVIVORS, *IN_CLEAR, *OF_NOBODY}


def _off(table: str, *noticed_by: str, behind: str = "", alone: str = "") -> Control:
    return Control(
        f"row policies {table}",
        "rows of other organisations and of other workers' people",
        (RowPolicies(table),),
        noticed_by,
        behind=behind,
        alone=alone,
    )


CONTROLS = (
    *(_off(table, EACH_TABLE, behind=KEYS) for table in (*SEALED, *ABOUT_SURVIVORS)),
    *(_off(table, EACH_TABLE, alone=ROWS_ONLY) for table in IN_CLEAR),
    *(_off(table, EACH_TABLE, alone=FIGURES) for table in OF_NOBODY),
    Control(
        "row policies of every table",
        "organisations from one another, as a whole (S02 a)",
        (RowPolicies(),),
        (EACH_TABLE, HOSTILE),
        behind=KEYS,
    ),
    Control(
        "FORCE ROW LEVEL SECURITY",
        "rows from whoever owns the tables",
        (Force(),),
        (EACH_TABLE, CATALOGUE),
        behind="the policies bind every role that is not the owner",
    ),
    Control(
        "caseload in the policy of sections",
        "sealed sections of other workers' people",
        (Policy("cases_section", "worker_select"),),
        (HOSTILE, EACH_TABLE),
        behind=KEYS,
    ),
    Control(
        "caseload in the policy of survivors",
        "that somebody is a survivor, from workers who do not work with him",
        (Policy("consent_subject", "worker_select"),),
        ("tests/consent/test_consents.py",),
        behind=KEYS,
    ),
    Control(
        "end of a grant",
        "a record from whoever worked with him once",
        (Function("my_subjects", "(g.until IS NULL OR g.until > now())", "true"),),
        ("tests/security/test_revocation.py",),
        alone="the grant is the only truth about who works with whom (ADR 3)",
    ),
    Control(
        "whose grant it is",
        "a record from workers of the same organisation",
        (Function("my_subjects", "g.user_id = p[2]::uuid", "true"),),
        (HOSTILE, "tests/cases/queries/test_people.py"),
        alone="policies and keys ask the same function who works with whom (ADR 3)",
    ),
    Control(
        "sealed rows of the withdrawn in the policy",
        "a withdrawn record from his own worker",
        (
            Policy(
                "cases_section",
                "worker_select",
                "organisation_id = (SELECT sec.organisation()) AND subject_id ="
                " ANY ((SELECT sec.my_subjects())::uuid[])",
            ),
        ),
        ("tests/security/test_consent_gate.py::test_raw_sql_shows_no_withdrawn_row",),
        behind="a sealed key is not released",
    ),
    *(
        Control(
            f"supervision in the policy of {table}",
            "sealed words from the manager whom he does not let read",
            (Policy(table, "manager_select", f"{_OWN_ORGANISATION} AND {asks}"),),
            (SUPERVISION,),
            behind="the key release asks for the same consent by itself",
        )
        for table, asks in (
            ("cases_sessionnote", "NOT withheld"),
            ("assessments_answers", f"NOT withheld AND {_SHOWN}"),
        )
    ),
    Control(
        "both layers before what a manager may not read",
        "nothing any more: proves that the sweep would see a leak to a manager",
        (
            Policy("cases_sessionnote", "manager_select"),
            Policy("assessments_answers", "manager_select"),
            Function(
                "wrapped_keys",
                "WHERE sec.consent_in_force(p[1]::uuid, s, 'SUPERVISION')",
                "WHERE true",
            ),
        ),
        (SWEEP,),
        alone="both are off",
    ),
    Control(
        "every layer before a survivor's words at once",
        "nothing any more: proves that the sweep would see a leak",
        (
            RowPolicies(),
            Function(
                "wrapped_keys",
                "INTERSECT SELECT unnest(sec.my_subjects())",
                "UNION SELECT unnest(subjects)",
            ),
        ),
        (SWEEP,),
        alone="both are off",
    ),
)
