"""Referrals: nothing goes out, and nobody is told, without his yes to exactly that."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function, Policy, Trigger

OUTWARD = "tests/referrals/test_outward.py"
INWARD = "tests/referrals/test_inward.py"
EACH = "tests/security/test_each_trigger.py"
DIRECTORY = "tests/referrals/test_directory.py"
CLEAR = "what it keeps is a code and a day, no survivor's words"
PAPER = "what is on paper is beyond every other layer"
SEALED = "words are sealed under a key that is made for the consent"

CONTROLS = (
    *(
        Control(
            f"trigger {table}_demand_key",
            "rows without consent",
            (Trigger(table, f"{table}_demand_key"),),
            (EACH,),
            behind=SEALED,
        )
        for table in (
            "referrals_arrival",
            "referrals_referral",
            "referrals_referralstep",
        )
    ),
    Control(
        "trigger referrals_referral_his_yes",
        "his words from going out without a consent that holds",
        (Trigger("referrals_referral", "referrals_referral_his_yes"),),
        (OUTWARD,),
        alone=PAPER,
    ),
    Control(
        "referrals: the consent is to tell somebody",
        "his words from going out under a yes to something else",
        (Function("may_be_told", "c.purpose = 'SHARING' AND ", ""),),
        (OUTWARD,),
        alone=PAPER,
    ),
    Control(
        "referrals: what he took back goes nowhere",
        "his words from going out after he took back his yes",
        (
            Function(
                "may_be_told",
                "w.organisation_id = c.organisation_id\n"
                "                              AND w.consent_id = c.id",
                "false",
            ),
        ),
        (OUTWARD, INWARD),
        alone=PAPER,
    ),
    Control(
        "referrals: the letter has the words of the consent",
        "words he did not agree to from going out",
        (
            Edit(
                "cases/referrals/services/outward.py",
                "opened.is_agreed and opened.is_what_he_agreed_to",
                "opened.is_agreed",
            ),
        ),
        (OUTWARD,),
        alone=PAPER,
    ),
    Control(
        "trigger referrals_referralstep_moves",
        "that a referral goes on only as it can, and while he agrees",
        (Trigger("referrals_referralstep", "referrals_referralstep_moves"),),
        (OUTWARD,),
        alone=CLEAR,
    ),
    Control(
        "trigger referrals_arrival_guard",
        "those who sent him from being told without his yes, and what was noted",
        (Trigger("referrals_arrival", "referrals_arrival_guard"),),
        (INWARD,),
        alone=CLEAR,
    ),
    Control(
        "trigger referrals_service_moves",
        "what was decided about a service",
        (Trigger("referrals_service", "referrals_service_moves"),),
        (DIRECTORY,),
        alone="the directory says nothing about a survivor",
    ),
    Control(
        "referrals: a worker suggests and decides nothing",
        "the directory from being written by one person alone",
        (
            Policy(
                "referrals_service",
                "worker_insert",
                "organisation_id = (SELECT sec.organisation())",
            ),
        ),
        (DIRECTORY,),
        alone="the directory says nothing about a survivor",
    ),
)
