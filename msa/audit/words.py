"""What each event says in plain words (RGT-03).

The tests hold this list against all code that writes events: none is without words.

It speaks to the survivor and goes on from who did it: "Hemi T., peer worker, opened
your record". ``{what}`` stands where the event's detail says which part.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

_ABOUT_HIM: dict[str, Words] = {
    "record.open": _("opened {what}"),
    "record.write": _("wrote in {what}"),
    "record.opened": _("began your record"),
    "person.imported": _("brought your record over from the earlier system"),
    "person.invented": _("made this person up for the demo"),
    "section.saved": _("saved {what}"),
    "session.logged": _("logged a session with you"),
    "consent.given": _("recorded that you agree: {what}"),
    "consent.withdrawn": _("recorded that you took back your yes: {what}"),
    "person.assigned": _("gave you another peer worker: {what}"),
    "check-in.offered": _("offered you a check-in"),
    "check-in.opened": _("opened the check-in you were offered"),
    "check-in.finished": _("finished the check-in"),
    "check-in.declined": _("recorded that you want no check-in now"),
    "check-in.keyed-in": _("typed in a check-in you answered on paper"),
    "record.unsealed": _("opened {what} again, as you had agreed"),
    "hold.placed": _("put your record on hold: nothing of it is destroyed"),
    "hold.lifted": _("lifted the hold on your record"),
    "record.kept": _("decided to keep your record a while longer"),
    "erasure.asked": _("asked that your record be destroyed"),
    "erasure.approved": _("agreed that your record is destroyed"),
    "erasure.stopped": _("stopped the destruction of your record"),
    "access-history.opened": _("looked at this list"),
    "access-history.printed": _("printed this list"),
    "right.asked": _("wrote down that you asked for {what}"),
    "right.corrected": _("noted that it was put right: {what}"),
    "right.declined": _("noted that it was declined: {what}"),
    "right.stated": _("attached your statement to {what}"),
    "right.taken-back": _("noted that you no longer want it: {what}"),
    "copy.made": _("made {what}"),
    "copy.fetched": _("fetched {what}"),
    "copy.taken": _("noted that you were given {what}"),
    "access.refused": _("tried to open something about you, and was refused"),
}
_ABOUT_NOBODY: dict[str, Words] = {
    "record.list": _("saw a list of names"),
    "record.search": _("looked for somebody by name"),
    "session.tallied": _("counted an activity that leads to nobody"),
    "unusual-openings.seen": _("looked at openings worth asking about"),
    "unusual-opening.talked-about": _("noted that openings were talked about"),
    "breach.recorded": _("began to find out whom a breach touched"),
    "breach.opened": _("looked at whom a breach touched"),
    "breach.printed": _("printed whom a breach touched"),
    "import.stored": _("stored an import"),
    "import.undone": _("undid an import"),
    "invitation.made": _("invited somebody to work here"),
    "invitation.withdrawn": _("took an invitation back"),
    "invitation.accepted": _("began to work here"),
    "member.changed": _("changed what somebody does here"),
    "member.left": _("ended somebody’s access"),
    "member.reset": _("made a link for somebody to sign in anew"),
    "factor.added": _("added a way to show it is them"),
    "factor.replaced": _("replaced the app for codes"),
    "factor.removed": _("removed a way to show it is them"),
    "password.changed": _("changed their password"),
    "recovery-codes.made": _("made recovery codes"),
    "session.ended": _("signed out another browser of theirs"),
    "sign-in.limit": _("was held up: tried too often to sign in"),
    "sign-in.reset": _("set up their sign-in anew by a link"),
    "sign-in.made": _("signed in"),
    "retention-rule.signed": _("signed how long records are kept"),
    "erasure.carried-out": _("destroyed a record as it was decided"),
    "erasure.repeated": _("destroyed a record again that a backup had brought back"),
    "organisation-key.replaced": _("began to replace the organisation’s key"),
    "organisation-key.moved": _("finished replacing the organisation’s key"),
    "organisation-key.renewed": _("put the organisation’s keys under a new root key"),
    "member.factors-taken": _("let somebody set up another app for codes"),
    "narrative.offered": _("offered words for the quarter"),
    "narrative.begun": _("began the quarter’s narrative"),
    "narrative.saved": _("saved the quarter’s narrative"),
    "narrative.checked": _("had the narrative checked for names"),
    "narrative.explained": _("explained what was marked in the narrative"),
    "narrative.approved": _("approved the quarter’s narrative"),
    "narrative.taken-back": _("took the quarter’s narrative back"),
    "narrative.included": _("took a narrative into the report"),
    "narrative.left-out": _("left a narrative out of the report"),
    "review.started": _("began a review of the quality standards"),
    "review.signed": _("signed a review of the quality standards"),
    "review.submitted": _("sent a review of the quality standards to MSA"),
    "review.revised": _("began a revision of a review"),
    "review.remarked": _("commented on a review"),
    "evidence.added": _("added a file to a review"),
    "evidence.opened": _("opened a file of a review"),
    "evidence.removed": _("removed a file from a review"),
    "standard.rated": _("rated a quality standard"),
    "action.planned": _("planned an action for a quality standard"),
    "action.changed": _("changed an action for a quality standard"),
    "action.removed": _("removed an action for a quality standard"),
    "report.started": _("started a report"),
    "report.retried": _("tried a report again"),
    "report.released": _("released a report"),
    "report.set-aside": _("set a report aside"),
    "funder-access.given": _("let a funder’s program in"),
    "funder-access.ended": _("ended a funder’s program’s access"),
    "funder-token.issued": _("signed in as a funder’s program"),
    "funder-token.refused": _("was refused as a funder’s program"),
    "funder-call.answered": _("read released figures as a funder’s program"),
}
#: Every code that an event may have, and its words.
EVENTS: Mapping[str, Words] = MappingProxyType(_ABOUT_HIM | _ABOUT_NOBODY)

#: What ``{what}`` says, by the code that the event holds: a purpose, a section.
DETAILS: Mapping[str, Words] = MappingProxyType(
    {
        "RECORD": _("your record"),
        "SESSIONS": _("the notes of your sessions"),
        "ASSESSMENT": _("your check-ins"),
        "STATISTICS": _("being counted in figures"),
        "COLLEAGUES": _("other peer workers seeing your record"),
        "SUPERVISION": _("the manager reading session notes"),
        "SHARING": _("telling a person or service you name"),
        "CONTACT": _("being contacted in the ways you chose"),
        "QUOTATION": _("your words in a report, without your name"),
        "identity": _("who you are"),
        "contact": _("how to reach you safely"),
        "support": _("your support people"),
        "copy": _("a copy of your record"),
        "session": _("a session"),
        "hopes": _("your hopes and next steps"),
        "": _("something of yours"),
    }
)


def in_words(action: str, what: Words = "") -> str:
    """Return an event in words; one without any is told as it is, never left out."""
    said = EVENTS.get(action)
    return action if said is None else str(said).format(what=what)
