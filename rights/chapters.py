"""What stands in his copy on paper, chapter by chapter, his own words first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from assessments.enums import State
from assessments.instruments.parts import Words
from assessments.sheets import Sheet
from cases.enums import SectionKind
from consent.enums import Given
from msa.audit.words import DETAILS
from msa.clock.days import local_date
from oversight.queries.history import Day, History
from rights.blocks import Block, Said, not_here, revised, written_down
from rights.consent_words import age_facts, consent_facts
from rights.document import left_out
from rights.enums import Kind, Part
from rights.holdings import HOLDINGS
from rights.queries.held import Entry, Held
from rights.record_words import Facts, in_words
from rights.row_words import row_title, row_words
from rights.session_words import sessions

_PARTS = {
    Part.WANTED: gettext_lazy("What you wanted"),
    Part.REASON: gettext_lazy("Why it was declined"),
    Part.STATEMENT: gettext_lazy("Your statement"),
    Part.CORRECTION: gettext_lazy("The correction"),
}
#: Lists that have a chapter of their own; whatever else is held stands in one.
_TOLD_ELSEWHERE = frozenset(
    {
        "sections",
        "sessions",
        "notes",
        "emails",
        "session_versions",
        "check_ins",
        "answers",
        "declines",
        "consents",
        "consent_words",
        "withdrawals",
        "requests",
        "words",
    }
)
#: Lists of which words may be left out that are somebody else's.
_LEAVABLE = ("sections", "notes", "emails")
#: What he wrote himself comes first, the rest in the order of the record.
_FIRST = (SectionKind.HOPES,)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the copy; ``empty`` is said where there is nothing."""

    code: str
    title: str
    title_mi: str = ""
    lead: str = ""
    blocks: list[Block] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    empty: str = ""


def chapters(held: Held, looked: History) -> list[Chapter]:
    """Return the whole copy."""
    return [*_his_own(held), *_kept_about_him(held, looked)]


def _his_own(held: Held) -> list[Chapter]:
    """Return what he told, what was done together, and what he answered."""
    beside = _beside(held)
    return [
        Chapter(
            "told",
            *titles(gettext_noop("What you told us")),
            _("As it stands now, and below each part how it stood before."),
            list(_sections(held, beside)),
            empty=_("Nothing is written down."),
        ),
        Chapter(
            "sessions",
            *titles(gettext_noop("Our sessions")),
            _("The newest first, with what was written about them."),
            list(sessions(held, beside)),
            empty=_("No sessions are kept."),
        ),
        Chapter(
            "check-ins",
            *titles(gettext_noop("Your check-ins")),
            _("What you answered, where you let us print it."),
            list(_check_ins(held)),
            empty=_("No check-ins are kept."),
        ),
    ]


def _kept_about_him(held: Held, looked: History) -> list[Chapter]:
    """Return what he agreed to and asked for, who looked, and what is not here."""
    return [
        Chapter(
            "agreed",
            *titles(gettext_noop("What you agreed to")),
            _("Each yes with the words it was explained in, and each you took back."),
            list(_consents(held)),
            empty=_("Nothing."),
        ),
        Chapter(
            "asked",
            *titles(gettext_noop("What you asked for")),
            _("Copies and corrections you asked for, and what became of them."),
            list(_requests(held)),
        ),
        Chapter(
            "besides",
            *titles(gettext_noop("What is held besides")),
            _("Dates and codes that the record is kept and counted by."),
            list(_besides(held)),
        ),
        Chapter(
            "looked",
            *titles(gettext_noop("Who looked")),
            _("Everybody who opened or changed something of yours, and when."),
            days=looked.days,
        ),
        Chapter(
            "not-here",
            *titles(gettext_noop("What is not in this copy, and why")),
            blocks=list(_missing(held)),
        ),
    ]


def titles(title: str) -> tuple[str, str]:
    """Return a title as the copy says it, and in te reo Māori as far as it is known."""
    with translation.override("mi"):
        te_reo = _(title)
    said = _(title)
    return said, te_reo if te_reo not in (said, title) else ""


def _beside(held: Held) -> dict[str, list[Said]]:
    places = {
        str(one.row.id): one.row.section or str(one.row.session)
        for one in held.of("requests")
    }
    found: dict[str, list[Said]] = defaultdict(list)
    for one in held.of("words"):
        if one.row.part in (Part.STATEMENT, Part.CORRECTION) and one.words:
            is_his = one.row.part == Part.STATEMENT
            said = Said(one.words["words"], is_his, one.row.written_at)
            found[places[str(one.row.request_id)]].append(said)
    return found


def _sections(held: Held, beside: dict[str, list[Said]]) -> Iterator[Block]:
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for one in held.of("sections"):
        by_kind[one.row.kind].append(one)
    for kind in [*_FIRST, *(k for k in SectionKind if k not in _FIRST)]:
        if by_kind[kind]:
            title = _to_him(kind)
            names = held.own.of(kind).labels
            yield revised(title, by_kind[kind], beside.get(kind, []), names)


def _to_him(code: str) -> str:
    """Return a section or a purpose as he is told of it: it begins a heading."""
    words = str(DETAILS.get(code, code))
    return words[:1].upper() + words[1:]


def _check_ins(held: Held) -> Iterator[Block]:
    answers = {one.row.assessment_id: one.words for one in held.of("answers")}
    for one in held.of("check_ins"):
        row, words = one.row, answers.get(one.row.id)
        note = f"{row.get_way_display()} · {row.get_state_display()}"
        on = row.completed_on or row.opened_at
        if words is None:
            kept = _("You kept your answers to yourself, so they are not printed.")
            text = kept if row.state == State.FINISHED else ""
            yield Block(_("Check-in"), note, text, on=on)
            continue
        yield Block(_("Check-in"), note, on=on, facts=_answered(Sheet.of(words)))
    for one in held.of("declines"):
        yield Block(
            _("You didn’t want a check-in"),
            written_down(one.values["recorded_by"]),
            on=one.row.declined_on,
        )


def _answered(sheet: Sheet) -> Facts:
    asked = sheet.asked()
    told: Facts = []
    for item in asked.items:
        if item.code in sheet.ratings:
            value = sheet.ratings[item.code]
            said = (
                _("Would rather not say")
                if value is None
                else _spoken(asked.scale.label(value))
            )
            told.append((_spoken(item.statement), said))
    for question in asked.open_questions:
        if question.code in sheet.words:
            told.append((_spoken(question.question), sheet.words[question.code]))
    return told


def _spoken(words: Words) -> str:
    """Return what was asked in the language of the copy, as far as it is confirmed."""
    return (words.te_reo if get_language() == "mi" else "") or words.en


def _consents(held: Held) -> Iterator[Block]:
    withdrawn = {one.row.consent_id: one for one in held.of("withdrawals")}
    said = {one.row.consent_id: one.words for one in held.of("consent_words")}
    for one in held.of("consents"):
        row, wording = one.row, one.values["wording"]
        ends = withdrawn.get(row.id)
        told: Facts = [(_("How"), str(Given(row.given).label))]
        told.append((_("Written down by"), one.values["recorded_by"]))
        told += age_facts(row.of_age)
        if row.expires_at:
            told.append((_("Ends on"), in_words("", local_date(row.expires_at))))
        told += consent_facts(said.get(row.id) or {}, one.values["colleagues"])
        if ends is not None:
            day = in_words("", local_date(ends.row.recorded_at))
            was = _("Replaced on") if ends.row.replaced_by_id else _("Taken back on")
            told.append((was, f"{day}, {ends.values['recorded_by']}"))
        title = _to_him(row.purpose)
        words = wording["words"] if wording else ""
        yield Block(title, "", words, told, on=row.given_on)


#: As it is said to him; the pages of his worker speak of him.
_HE_ASKED = {
    Kind.COPY: gettext_lazy("A copy of your record"),
    Kind.CORRECTION: gettext_lazy("A correction"),
}


def _requests(held: Held) -> Iterator[Block]:
    said: dict[str, Facts] = defaultdict(list)
    for one in held.of("words"):
        if one.words:
            part = (str(_PARTS[Part(one.row.part)]), one.words["words"])
            said[str(one.row.request_id)].append(part)
    for one in held.of("requests"):
        row = one.row
        told: Facts = [(_("How you asked"), str(row.get_how_display()))]
        told.append((_("To be answered by"), in_words("", row.due_on)))
        if row.outcome:
            answer = f"{row.get_outcome_display()}, {one.values['answered_by']}"
            told.append((_("What became of it"), answer))
        yield Block(
            str(_HE_ASKED[row.kind]), facts=told + said[str(row.id)], on=row.asked_on
        )


def _besides(held: Held) -> Iterator[Block]:
    for one in HOLDINGS:
        entries = held.of(one.name)
        if one.name not in _TOLD_ELSEWHERE and entries:
            told = [(row_title(e), row_words(e)) for e in entries]
            yield Block(str(one.title), facts=told)


def _missing(held: Held) -> Iterator[Block]:
    printed = {one.row.assessment_id for one in held.of("answers")}
    finished = {
        one.row.id for one in held.of("check_ins") if one.row.state == State.FINISHED
    }
    if finished - printed:
        yield Block(text=_("Answers to check-ins that you kept to yourself."))
    words = [one for name in _LEAVABLE for one in held.of(name)]
    if any(one.left_out or one.in_part for one in words):
        yield Block(text=not_here())
    reasons = dict.fromkeys(one["why"] for one in left_out())
    yield Block(facts=[(why, "") for why in reasons])
