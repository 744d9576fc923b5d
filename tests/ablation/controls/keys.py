"""Consent is the key: when one is made, given out, sealed."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function

GATE = (
    "tests/security/test_consent_gate.py::test_no_row_is_stored_without_its_own_consent"
)
WITHDRAWN = "tests/security/test_consent_gate.py::test_raw_sql_shows_no_withdrawn_row"
EACH_KEY = "tests/security/test_each_key.py"
CAP = "tests/security/test_release_cap.py"
KNOWN_BY = (
    "tests/security/test_consent_gate.py"
    "::test_what_he_is_known_by_hangs_on_his_record_alone"
)
RACES = "tests/security/test_consent_races.py"
CONSENTS = "tests/consent/test_consents.py"
RENEWING = "tests/consent/test_renewing.py"
HISTORIES = "tests/consent/test_histories.py"
CHECK_INS = "tests/assessments/test_policies.py"
ROWS = "the row policies show him no ciphertext that the key would open"
GIVEN_OUT = "keys: given out"


def _in(
    function: str,
    name: str,
    protects: str,
    old: str,
    new: str,
    *tests: str,
    behind: str = "",
    alone: str = "",
) -> Control:
    off = (Function(function, old, new),)
    return Control(name, protects, off, tests, behind=behind, alone=alone)


CONTROLS = (
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} to whoever works with him",
        "keys from workers of the same organisation",
        "INTERSECT SELECT unnest(sec.my_subjects())",
        "UNION SELECT unnest(subjects)",
        EACH_KEY,
        "tests/security/test_revocation.py",
        behind=ROWS,
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} inside one organisation",
        "keys from other organisations",
        "ON k.organisation_id = p[1]::uuid AND k.subject_id = his",
        "ON k.subject_id = his",
        EACH_KEY,
        behind=ROWS,
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} while they are not sealed",
        "what was written under a consent that was withdrawn",
        "k.state = 'ACTIVE'",
        "true",
        EACH_KEY,
        behind="his rows are withheld from every reader",
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} until the consent ends",
        "what was agreed to until a day, after that day",
        "AND (c.expires_at IS NULL OR c.expires_at > now())",
        "",
        EACH_KEY,
        alone="nothing is withheld when a day passes: the key is what ends",
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} to a manager by supervision",
        "words of sessions from the manager",
        "WHERE sec.consent_in_force(p[1]::uuid, s, 'SUPERVISION')",
        "WHERE true",
        EACH_KEY,
        behind="his policies show him no sealed row without the same consent",
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} to an administrator for writing only",
        "a record from the administrator",
        "p[3] = 'admin' AND act = 'write'",
        "p[3] = 'admin'",
        EACH_KEY,
        behind="his role may select no sealed row",
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} to a survivor for his own check-in",
        "answers of others from whoever has a code",
        "INTERSECT SELECT (sec.my_check_in())[2]",
        "UNION SELECT unnest(subjects)",
        CHECK_INS,
        behind="his policies show him his one check-in",
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} with an event",
        "a survivor's right to know who looked",
        "INSERT INTO public.audit_event",
        "RETURN; INSERT INTO public.audit_event",
        "tests/cases/queries/test_people.py",
        alone="a key leaves with its event or not at all; nothing else writes it",
    ),
    _in(
        "wrapped_keys",
        f"{GIVEN_OUT} and counted",
        "everybody's words from one sign-in in other hands",
        "PERFORM sec.demand_below_cap(p, cardinality(mine), what, act);",
        "",
        CAP,
        alone="nothing else counts what one member opens",
    ),
    _in(
        "demand_below_cap",
        f"{GIVEN_OUT} up to the cap",
        "everybody's words from one sign-in in other hands",
        "RAISE EXCEPTION 'too many keys' USING ERRCODE = 'MS003';",
        "NULL;",
        CAP,
        alone="nothing else counts what one member opens",
    ),
    _in(
        "my_check_in",
        "check-in: as long as he agrees",
        "answers after the consent was withdrawn",
        "AND k.state = 'ACTIVE'",
        "",
        EACH_KEY,
        behind="a withdrawal ends his open check-in",
    ),
    _in(
        "my_check_in",
        "check-in: until its link expires",
        "answers from a link that lay about",
        "AND i.expires_at > now()",
        "",
        EACH_KEY,
        alone="what has expired is decided here",
    ),
    _in(
        "open_invitation",
        "check-in: a code opened in time",
        "a check-in from a code that was left on a screen",
        "AND (i.opened_at IS NOT NULL OR i.open_by > now())",
        "",
        "tests/assessments/services/test_offering.py",
        alone="what is in time is decided here",
    ),
    _in(
        "open_invitation",
        "check-in: a code of one check-in only",
        "two whose codes are the same by chance from one another",
        "cardinality(found) <> 1",
        "cardinality(found) < 1",
        EACH_KEY,
        alone="which check-in a code means is decided here",
    ),
    _in(
        "join_organisation",
        "invitations: each lets one in, once",
        "an organisation from whoever has an old invitation",
        "i.accepted_at IS NULL AND i.withdrawn_at IS NULL\n"
        "       AND i.expires_at > now()",
        "true",
        EACH_KEY,
        alone="this function is the one way in",
    ),
    _in(
        "join_organisation",
        "invitations: for nobody else",
        "an organisation from whoever came by somebody's invitation",
        "p.email = invitation.email AND ",
        "",
        EACH_KEY,
        alone="this function is the one way in",
    ),
    _in(
        "demand_key",
        "consent gate: of the row's own survivor",
        "rows from being written under somebody else's consent",
        "AND k.subject_id = NEW.subject_id ",
        "",
        GATE,
        behind="a row sealed for one man does not open as another's",
    ),
    _in(
        "demand_key",
        "consent gate: for the row's own purpose",
        "notes from being kept on the consent to something else",
        "AND k.purpose = TG_ARGV[0]",
        "",
        GATE,
        alone="which consent a table needs stands here only",
    ),
    _in(
        "demand_key",
        "consent gate: a key that is not sealed",
        "rows from being written after he withdrew",
        "AND k.state = 'ACTIVE'",
        "",
        GATE,
        RACES,
        behind="the key is not released, so that nothing can be sealed for it",
    ),
    _in(
        "demand_key",
        "consent gate: locks the key until commit",
        "rows from being written while he withdraws",
        "FOR SHARE OF k;",
        ";",
        RACES,
        alone="two transactions at once meet nowhere else",
    ),
    *(
        _in(
            "demand_keys",
            f"consent gate of many rows: {name}",
            "what others know him by, from being kept without his consent",
            old,
            new,
            KNOWN_BY,
            GATE,
            RACES,
            alone="which key these rows need stands here only",
        )
        for name, old, new in (
            ("of the row's own survivor", "AND k.subject_id = f.subject_id ", ""),
            ("for the row's own purpose", "AND k.purpose = TG_ARGV[0]", ""),
            ("a key that is not sealed", "AND k.state = 'ACTIVE'", ""),
            ("locks the keys until commit", "ORDER BY k.id FOR SHARE OF k;", ";"),
        )
    ),
    _in(
        "consent_in_force",
        "consent in force: not withdrawn",
        "figures and supervision after he said no",
        "AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w\n"
        "                            WHERE w.organisation_id = c.organisation_id\n"
        "                              AND w.consent_id = c.id)",
        "",
        EACH_KEY,
        alone="whether a consent stands is asked of this function",
    ),
    _in(
        "demand_own_consent",
        "keys: made for the consent they name",
        "a key from being made without a consent",
        "f.state <> 'ACTIVE' OR NOT EXISTS (",
        "false AND NOT EXISTS (",
        EACH_KEY,
        behind="a row written under it needs the same consent",
    ),
    _in(
        "seal_key",
        "withdrawal: seals the key",
        "everything he agreed to, from the moment he does no more",
        "SET state = 'SEALED'",
        "SET state = state",
        EACH_KEY,
        behind="his rows are withheld",
    ),
    _in(
        "seal_key",
        "withdrawal: withholds his rows",
        "everything he agreed to, from the moment he does no more",
        "SET withheld = true",
        "SET withheld = withheld",
        WITHDRAWN,
        behind="his key is sealed",
    ),
    _in(
        "seal_key",
        "withdrawal: sees every row there is",
        "rows that were written while he withdrew",
        "current_setting('transaction_isolation') <> 'read committed'",
        "false",
        RACES,
        behind="his key is sealed",
    ),
    _in(
        "seal_key",
        "withdrawal: replaced only by what holds",
        "a key that goes on without a consent",
        "IF NOT FOUND THEN\n            RAISE EXCEPTION 'nothing has taken its place'",
        "IF false THEN\n            RAISE EXCEPTION 'nothing has taken its place'",
        RENEWING,
        HISTORIES,
        alone="whether a consent ended is asked of its withdrawal",
    ),
    _in(
        "renew_key",
        "renewing: under a consent that holds",
        "a key from being moved out of a withdrawal's reach",
        "AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w\n"
        "                        WHERE w.organisation_id = c.organisation_id\n"
        "                          AND w.consent_id = c.id)",
        "",
        HISTORIES,
        alone="an active key is believed: the seal found it by its consent",
    ),
    _in(
        "no_longer_counted",
        "figures: until the day he named",
        "people from being counted after that day",
        "c.expires_at <= now()",
        "false",
        RENEWING,
        alone="nothing is deleted when a day passes: the policy leaves it out",
    ),
    _in(
        "newest_organisation_key",
        f"{GIVEN_OUT} of one's own organisation, to seal with",
        "an organisation's wrapped key from another one",
        "k.organisation_id = wanted AND k.organisation_id = p[1]::uuid",
        "k.organisation_id = wanted",
        EACH_KEY,
        behind="it is wrapped, and bound to its organisation",
    ),
    _in(
        "may_ask_about",
        "who looked: asked by whoever works with him",
        "who opened whose record, from other workers",
        "subject = ANY (sec.my_subjects())",
        "true",
        "tests/oversight/test_history.py::test_nobody_else_may_ask",
        alone="the audit is read by functions alone, and this one decides for whom",
    ),
    _in(
        "unusual_openings",
        "unusual openings: of one's own organisation",
        "what happens in one organisation, from the manager of another",
        "WHERE e.organisation_id = p[1]::uuid AND e.subject_id IS NOT NULL",
        "WHERE e.subject_id IS NOT NULL",
        EACH_KEY,
        alone="the audit is read by functions alone, and this one decides of whom",
    ),
    _in(
        "reached",
        "a breach: of one's own organisation",
        "what happens in one organisation, from the manager of another",
        "e.organisation_id = p[1]::uuid AND e.actor = account",
        "e.actor = account",
        EACH_KEY,
        alone="the audit is read by functions alone, and this one decides of whom",
    ),
    _in(
        "open_evidence",
        "evidence: read by the national body once it is submitted",
        "files of a review that is still at work",
        "c.state = 'SUBMITTED'\n                   AND e.organisation_key_id IS NULL",
        "true",
        "tests/standards/test_evidence.py",
        behind="the national site holds no organisation's key",
    ),
    Control(
        "keys: refused in Python without a consent",
        "a note from being typed for nothing: the page says so before it is stored",
        (
            Edit(
                "consent/documents.py",
                "        if not keys:\n            raise AccessDenied("
                "Reason.NO_CONSENT)\n",
                "",
            ),
        ),
        ("tests/cases/services/test_sections.py",),
        behind="there is no key to seal with, and the gate refuses the row",
    ),
)
