from __future__ import annotations

import random

import pytest

from reporting.narratives.check import Known, Register, Weight, check, cleaned
from reporting.narratives.check.known import LONG_ENOUGH
from reporting.narratives.check.words import key_of
from tests.narratives import planting
from tests.narratives.planting import Planted

#: What an organisation of its size knows: two hundred people and those around them.
EVERYBODY = planting.people(random.Random(1), 400)
REGISTER = Register(Known(names=EVERYBODY, own="Kauri Peer Support"))
HOW_MANY = 1000


def is_found(planted: Planted, *, strong: bool = False) -> bool:
    text = cleaned(planted.text)
    at = planted.text.index(planted.words)
    ends = at + len(cleaned(planted.words))
    return any(
        hit.start < ends and at < hit.end and not (strong and hit.weight is Weight.WEAK)
        for hit in check(text, register=REGISTER)
    )


def parts(name: str) -> list[str]:
    """The full name and each word of it that can name somebody alone."""
    alone = [w for w in name.split() if key_of(w) not in {"te", "van", "der"}]
    return [name, *alone]


@pytest.mark.req("REP-05", "D13")
def test_every_known_name_is_found_however_it_is_spelled() -> None:
    chance = random.Random(13)
    planted = [
        planting.plant(
            chance,
            planting.respelled(chance, chance.choice(parts(chance.choice(EVERYBODY)))),
        )
        for _ in range(HOW_MANY)
    ]

    assert [one.text for one in planted if not is_found(one, strong=True)] == []


@pytest.mark.req("REP-05", "D13")
def test_mistyped_names_are_found() -> None:
    chance = random.Random(131)
    long = [
        part
        for name in EVERYBODY
        for part in name.split()
        if len(key_of(part)) >= LONG_ENOUGH
    ]
    planted = [
        planting.plant(chance, planting.mistyped(chance, chance.choice(long)))
        for _ in range(HOW_MANY)
    ]

    found = sum(is_found(one) for one in planted)
    assert found >= 0.97 * HOW_MANY, f"{found} of {HOW_MANY}"


@pytest.mark.req("REP-05", "D13")
@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("Hēmi", "hemi came"),
        ("Hēmi", "Hemis garden"),
        ("Wiremu", "Wi-remu came"),
        ("Jean-Luc", "Jean Luc and jeanluc"),
        ("Te Rangi Hīroa", "with TeRangi"),
        ("O'Brien", "the OBriens"),
        ("Aaron", "Aa\u200bron came"),
        ("Bo", "with Bo there"),
        ("Te", "with Te there"),
        ("Jo Blogs", "said J. B. to us"),
    ],
)
def test_a_known_name_is_found(known: str, text: str) -> None:
    assert check(cleaned(text), register=Register(Known(names=[known])))


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Some said that Will helped.", Weight.STRONG),
        ("Will helped.", Weight.STRONG),
        ("We will help.", Weight.WEAK),
        ("WILL helped.", Weight.STRONG),
        ("Then will smith came.", Weight.STRONG),
    ],
)
def test_a_word_that_is_a_name_too_is_never_dropped(text: str, weight: Weight) -> None:
    register = Register(Known(names=["Will Smith"]))

    assert [hit.weight for hit in check(text, register=register)] == [weight]


#: What a manager would write, with nobody in it.
CLEAN = (
    "The weekly walking groups have worked well this quarter. Men told us that being "
    "outside makes talking easier, and several brought a friend along.",
    "Our partnership with the local marae means that new men are welcomed with a "
    "pōwhiri and shared kai. This has helped whānau to feel part of what we do.",
    "Funding remains short. Demand for evening support is higher than we can meet, and "
    "travel to rural areas takes a large part of our time.",
    "Peer workers would like more supervision and a better way to share resources "
    "between organisations. They value the national hui and ask that it continues.",
    "We tried an online group for men who work shifts. It was slow to begin with, but "
    "those who came said that it was good to be heard. We will go on in spring.",
    "Survivors say that being believed matters most. Many ask for longer support after "
    "a claim has ended, and for help that does not need them to tell everything again.",
    "Waiting times for counselling have grown across the region. We keep in touch with "
    "men who wait, mostly by text, and offer the drop-in morning in the meantime.",
    "The new peer group in the city centre is open to men of every age. A shared meal "
    "before it starts has made a difference, and the hope is to offer it each month.",
    "Mahi with Corrections has been hard this year. Access to the prison was cut back, "
    "so we moved to letters, which the men there say they prefer to nothing at all.",
    "An early idea is to train experienced members as group hosts. It would free time "
    "for one-to-one support and give them a fair reward for what they already do.",
)


@pytest.mark.req("REP-05")
def test_clean_words_raise_few_alarms() -> None:
    hits = [
        (text[hit.start : hit.end], hit.weight)
        for text in CLEAN
        for hit in check(cleaned(text), register=REGISTER)
    ]
    words = sum(len(text.split()) for text in CLEAN)
    strong = [hit for hit in hits if hit[1] is not Weight.WEAK]

    # In some 280 words: what has to be changed or explained, and what is looked at.
    assert len(strong) <= words // 100, strong
    assert len(hits) <= words // 20, hits


#: The same name as a stranger would hide it, by accident or not.
HIDDEN_NAMES = (
    "Wi\u00adremu",
    "Wi\u200bremu",
    "Wi\ufe0fremu",
    "Wi\u3164remu",
    "W\u0456r\u0435mu",
    "\uff37\uff49\uff52\uff45\uff4d\uff55",
    "Wire-\nmu",
    "a Wiremu",
    "WIREMU\u2019S",
    "Wiremus",
    "_Wiremu_",
    "T. Wiremu",
)


@pytest.mark.req("REP-05", "D13")
@pytest.mark.parametrize("written", HIDDEN_NAMES)
def test_a_name_in_disguise_is_found(written: str) -> None:
    register = Register(Known(names=["Wiremu Parata"]))
    hits = check(cleaned(f"Then {written} spoke."), register=register)

    assert [hit for hit in hits if hit.weight is Weight.STRONG]


@pytest.mark.req("REP-05")
@pytest.mark.parametrize("initials", ["W.P.", "W. P.", "WP", "W P", "W.T.P."])
def test_initials_are_looked_at(initials: str) -> None:
    register = Register(Known(names=["Wiremu Te Parata"]))

    assert check(cleaned(f"Then {initials} spoke."), register=register)
    assert not check("NZ and the UK.", register=Register(Known(names=["Nan Zoe"])))


def test_cleaning_keeps_words_apart() -> None:
    assert cleaned("one\ttwo\u00a0 three\u2028four\x85five\rsix") == (
        "one two three\nfour\nfive\nsix"
    )
