"""Triggers: what the database does or refuses by itself."""

from __future__ import annotations

from tests.ablation.control import Control
from tests.ablation.in_database import Trigger

CHAIN = "tests/security/test_audit_chain.py"
EACH = "tests/security/test_each_trigger.py"
CONSENTS = "tests/security/test_consent_gate.py"
GATE = f"{CONSENTS}::test_no_row_is_stored_without_its_own_consent"
SEAL = f"{CONSENTS}::test_raw_sql_shows_no_withdrawn_row"
REPORTS = "tests/reporting/test_reports.py"
REVIEWS = "tests/standards/test_policies.py"
LIVES = "tests/reference/test_lives.py"
NARRATIVES = "tests/narratives/test_guarding.py"
SEALED = "without the consent there is no key, and nothing can be sealed"
FIGURES = "what it keeps is a figure or a rule of work, no survivor's words"
STANDS = "what was recorded stands by this alone: nobody else is asked"
RIGHTS = "no role has the right to do it"

#: table, trigger, protects, tests, the layer behind it (or, after a dash, why none).
_TRIGGERS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    (
        "accounts_member",
        "accounts_member_work_ended",
        "people from a worker who left",
        ("tests/msa/members/test_members.py",),
        "whoever left has no actor any more",
    ),
    *(
        (table, f"{table}_demand_key", "rows without consent", (EACH, *more), SEALED)
        for table, more in {
            "assessments_answers": (),
            "assessments_assessment": (),
            "assessments_decline": (),
            "cases_client": (),
            "cases_episode": (),
            "cases_harmtold": (),
            "cases_episodeturn": (),
            "cases_fingerprint": (),
            "cases_section": (),
            "cases_session": (),
            "cases_sessionnote": (),
            "cases_supportdecision": (),
            "consent_particulars": (),
            "drafts_recorddraft": (),
            "drafts_sessiondraft": (),
            "emails_emailpart": (),
            "rights_copy": (),
            "rights_words": (),
            "workload_shortnote": (),
        }.items()
    ),
    *(
        (
            f"cases_{table}",
            f"cases_{table}_demand_consent",
            "anything from being kept about who has no record here",
            (EACH,),
            f"- {STANDS}",
        )
        for table in ("groupclearance", "screening", "supporthold")
    ),
    (
        "retention_erasure",
        "retention_erasure_guard",
        "a record from being erased in another's name",
        ("tests/retention/test_erasing.py",),
        f"- {STANDS}",
    ),
    (
        "rights_request",
        "rights_request_answered",
        "an answer to a survivor from being changed",
        ("tests/rights/test_corrections.py",),
        f"- {STANDS}",
    ),
    (
        "assessments_rating",
        "assessments_rating_demand_consent",
        "answers from being counted without consent",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "cases_statisticalprofile",
        "cases_statisticalprofile_demand_consent",
        "men from being described in figures without consent",
        (GATE,),
        f"- {FIGURES}",
    ),
    (
        "assessments_assessment",
        "assessments_assessment_ended",
        "answers of a check-in that ended",
        ("tests/assessments/services/test_responding.py",),
        "his policies show him an open check-in only",
    ),
    (
        "assessments_assessment",
        "assessments_assessment_one",
        "an earlier check-in from being answered beside the new one",
        (
            "tests/assessments/services/test_offering.py",
            "tests/assessments/test_at_once.py",
            "tests/assessments/views/test_asking.py",
        ),
        f"- {FIGURES}",
    ),
    (
        "audit_event",
        "audit_event_append_only",
        "what was recorded, from being changed",
        (EACH,),
        RIGHTS,
    ),
    ("audit_head", "audit_head_append_only", "its head", (EACH,), RIGHTS),
    ("audit_head", "audit_head_kept", "the head of the chain", (EACH,), RIGHTS),
    ("audit_link", "audit_link_append_only", "the chain", (EACH,), RIGHTS),
    (
        "audit_event",
        "audit_event_chain",
        "what was recorded, from being cut out",
        ("tests/security/test_tampering.py",),
        f"- {STANDS}",
    ),
    (
        "audit_event",
        "audit_event_stamp",
        "events from being written in another's name",
        ("tests/msa/audit/test_recording.py",),
        f"- {STANDS}",
    ),
    (
        "cases_section",
        "cases_section_supersede",
        "an earlier version from being read as the newest",
        ("tests/cases/services/test_sections.py",),
        f"- {FIGURES}",
    ),
    (
        "cases_session",
        "cases_session_logged",
        "that whoever was met counts as met",
        ("tests/cases/services/test_sessions.py",),
        f"- {FIGURES}",
    ),
    (
        "cases_session",
        "cases_session_withheld",
        "that a session that took place still counts",
        ("tests/cases/services/test_sessions.py",),
        f"- {FIGURES}",
    ),
    (
        "consent_consent",
        "consent_consent_child_protection",
        "who is under 18, from being written down by who knows no rule for it",
        ("tests/consent/test_capacity.py",),
        "- the pages ask for what this refuses",
    ),
    (
        "consent_subject",
        "consent_subject_maker",
        "that a survivor's worker sees him",
        ("tests/cases/services/test_people.py",),
        "- it lets his worker in; without it nobody is shown anything",
    ),
    (
        "consent_subjectkey",
        "consent_subjectkey_consent",
        "a key from being made without a consent",
        ("tests/security/test_each_key.py",),
        "a row written under it needs the same consent",
    ),
    (
        "consent_withdrawal",
        "consent_withdrawal_seal",
        "everything he agreed to, from the moment he does no more",
        (SEAL,),
        "- sealing and withholding are this trigger",
    ),
    (
        "exchange_importbatch",
        "exchange_importbatch_undone",
        "an import from being called undone that was not",
        ("tests/msa/exchange/test_storing_attached.py",),
        f"- {FIGURES}",
    ),
    (
        "funders_client",
        "funders_client_guard",
        "an access that ended, from being opened again",
        ("tests/funders/test_tokens.py",),
        f"- {FIGURES}",
    ),
    (
        "narratives_approvedtext",
        "narratives_approvedtext_append_only",
        "words that were approved",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "narratives_narrative",
        "narratives_narrative_begun",
        "a draft from being begun in another's name",
        (NARRATIVES,),
        f"- {FIGURES}",
    ),
    (
        "narratives_narrative",
        "narratives_narrative_guard",
        "an approval by two people",
        (NARRATIVES,),
        f"- {FIGURES}",
    ),
    (
        "narratives_narrative",
        "narratives_narrative_stays",
        "narratives from being deleted",
        (EACH,),
        RIGHTS,
    ),
    (
        "narratives_passage",
        "narratives_passage_append_only",
        "words of a released report",
        (EACH,),
        RIGHTS,
    ),
    (
        "narratives_passage",
        "narratives_passage_only_while",
        "a released report from being added to",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "reporting_cell",
        "reporting_cell_append_only",
        "frozen figures",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "reporting_cell",
        "reporting_cell_only_while",
        "a released report from being added to",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "reporting_report",
        "reporting_report_guard",
        "the steps of a report, and who releases it",
        (REPORTS,),
        f"- {FIGURES}",
    ),
    (
        "reporting_report",
        "reporting_report_passed_attack",
        "figures that the attack turned back from being released",
        ("tests/reporting/test_checking.py",),
        f"- {FIGURES}",
    ),
    (
        "reporting_report",
        "reporting_report_stays",
        "released reports from being deleted",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "reporting_reportfile",
        "reporting_reportfile_append_only",
        "files of a released report",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "reporting_reportfile",
        "reporting_reportfile_only_while",
        "files from being made of a draft",
        (EACH,),
        f"- {FIGURES}",
    ),
    (
        "standards_action",
        "standards_action_only_while",
        "what a manager signed",
        (REVIEWS,),
        f"- {FIGURES}",
    ),
    (
        "standards_cycle",
        "standards_cycle_guard",
        "the steps of a review, and who signs it",
        (REVIEWS,),
        f"- {FIGURES}",
    ),
    (
        "standards_cycle",
        "standards_cycle_stays",
        "reviews from being deleted",
        (EACH,),
        RIGHTS,
    ),
    (
        "standards_judgement",
        "standards_judgement_only_while",
        "what a manager signed",
        (REVIEWS,),
        f"- {FIGURES}",
    ),
    *(
        (table, f"{table}_append_only", what, (EACH,), RIGHTS)
        for table, what in {
            "audit_receipt": "that records of signed heads were shipped",
            "oversight_breach": "what was noted of a breach",
            "oversight_talk": "what was noted of a talk",
        }.items()
    ),
    (
        "standards_evidence",
        "standards_evidence_guard",
        "files that a manager signed for",
        ("tests/standards/test_evidence.py",),
        f"- {FIGURES}",
    ),
    (
        "standards_evidencecontent",
        "standards_evidencecontent_stays",
        "files that a manager signed for",
        (EACH,),
        RIGHTS,
    ),
    (
        "standards_judgement",
        "standards_judgement_names",
        "judgements from being made in another's name",
        ("tests/standards/test_policies.py",),
        f"- {FIGURES}",
    ),
    *(
        (table, f"{table}_moves", "what ended, from going on again", (LIVES,), layer)
        for table, layer in {
            "accounts_reset": "a link that was used is asked for nowhere",
            "assessments_assessment": "his policies show him an open check-in only",
            "cases_likeness": f"- {STANDS}",
            "consent_subjectkey": RIGHTS,
            "exchange_importbatch": RIGHTS,
            "jobs_job": f"- {FIGURES}",
            "members_invitation": "only one that is open lets anybody in",
        }.items()
    ),
    (
        "consent_subjectuserobjectpermission",
        "consent_grant_to_present_worker",
        "people from being granted to somebody who has left",
        ("tests/security/test_assignment.py",),
        "whoever left has no actor any more",
    ),
    (
        "standards_remark",
        "standards_remark_append_only",
        "what the national body remarked",
        (EACH,),
        RIGHTS,
    ),
)


def _trigger(
    table: str, name: str, protects: str, tests: tuple[str, ...], layer: str
) -> Control:
    why_none = layer.removeprefix("- ")
    behind = "" if layer.startswith("- ") else layer
    return Control(
        f"trigger {name}",
        protects,
        (Trigger(table, name),),
        tests,
        behind=behind,
        alone="" if behind else why_none,
    )


CONTROLS = tuple(_trigger(*one) for one in _TRIGGERS)
