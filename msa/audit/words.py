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
    "record.compared": _("had the computer look for another record of yours"),
    "person.imported": _("brought your record over from the earlier system"),
    "person.invented": _("made this person up for the demo"),
    "section.saved": _("saved {what}"),
    "section.looked-back": _("looked at how it changed: {what}"),
    "block.set": _("noted whom you don’t want near your record"),
    "block.lifted": _("noted that you let somebody near your record again"),
    "draft.begun": _("began to write: {what}"),
    "draft.dropped": _("put away what was begun: {what}"),
    "session.logged": _("logged a session with you"),
    "consent.given": _("recorded that you agree: {what}"),
    "consent.renewed": _("recorded that you agree anew, on other terms: {what}"),
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
    "disclosure.asked": _("asked to tell somebody about you without your consent"),
    "disclosure.approved": _("agreed that somebody is told without your consent"),
    "disclosure.refused": _("decided that nobody is told without your consent"),
    "disclosure.dropped": _("noted that nobody has to be told any more"),
    "disclosure.told": _("told somebody about you without your consent"),
    "disclosure.reviewed": _("reviewed that somebody was told without your consent"),
    "disclosure.opened": _("looked at whom something about you was told, and what"),
    "disclosure.printed": _("printed whom something about you was told, and what"),
    "emergency.opened": _("opened your record in an emergency"),
    "emergency.looked-at": _("looked at why your record was read in an emergency"),
    "emergency.reviewed": _("reviewed that your record was read in an emergency"),
    "record.read-in-emergency": _("read {what} in an emergency"),
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
    "pou.changed": _("changed the list of pou"),
    "session.tallied": _("counted an activity that leads to nobody"),
    "notice.seen": _("saw a notice of something done without consent"),
    "unusual-openings.seen": _("looked at openings worth asking about"),
    "unusual-opening.talked-about": _("noted that openings were talked about"),
    "breach.recorded": _("began to find out whom a breach touched"),
    "breach.opened": _("looked at whom a breach touched"),
    "breach.printed": _("printed whom a breach touched"),
    "likeness.confirmed": _("noted that two records are of one person"),
    "likeness.denied": _("noted that two records that look alike are of two people"),
    "import.stored": _("stored an import"),
    "import.undone": _("undid an import"),
    "enquiry.kept": _("noted that somebody got in touch"),
    "enquiry.called": _("noted that they rang back"),
    "enquiry.ended": _("noted what came of an enquiry"),
    "slip.written": _("wrote a slip to ring somebody back"),
    "slip.opened": _("opened a slip to ring somebody back"),
    "slip.destroyed": _("destroyed a slip to ring somebody back"),
    "slip.expired": _("destroyed a slip whose 30 days were over"),
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
    "policy.published": _("published a policy"),
    "policy.withdrawn": _("withdrew a policy"),
    "policy.read": _("said that they have read a policy"),
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
        "issues": _("what brings you here"),
        "hopes": _("your hopes"),
        "strengths": _("your strengths"),
        "steps": _("your next steps"),
        "safety": _("your plan for keeping safe"),
        "wellbeing": _("your wellbeing"),
        "offer": _("the support you were offered"),
        "needs": _("what you need, and worries"),
        "choice": _("who you want to talk to"),
        "": _("something of yours"),
    }
)

#: Why something was done, by the ground that the event holds.
GROUNDS: Mapping[str, Words] = MappingProxyType(
    {
        "LEGAL": _("the law requires it"),
        "CHILD": _("a child had to be protected"),
        "SELF_HARM": _("so that you don’t come to harm"),
        "OTHERS": _("so that nobody else comes to harm"),
        "CAPACITY": _("you could not decide for yourself at that moment"),
        "COURT": _("a court or the police have asked for it"),
        "INQUIRY": _("an inquiry forbids that records are destroyed"),
        "COMPLAINT": _("a complaint is not settled"),
        "HIS_REQUEST": _("you asked to see it"),
        "IN_TOUCH": _("you are still in touch"),
        "HIS_WISH": _("you want it kept"),
        "ADVICE": _("a lawyer advised it"),
        "HE_ASKED": _("you asked for it"),
        "TIME_IS_UP": _("it no longer has to be kept"),
    }
)


def in_words(action: str, what: Words = "") -> str:
    """Return an event in words; one without any is told as it is, never left out."""
    said = EVENTS.get(action)
    return action if said is None else str(said).format(what=what)
