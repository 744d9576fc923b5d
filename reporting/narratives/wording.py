"""Why something was noticed, and what stands in the way, in words for pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reporting.narratives.check import Why
from reporting.narratives.services.narratives import Obstacle

WHY = {
    Why.NAME: _("A name of somebody your organisation knows"),
    Why.NEAR_NAME: _("Nearly a name of somebody your organisation knows"),
    Why.WORD_AND_NAME: _("A word, and a name of somebody your organisation knows"),
    Why.INITIALS: _("Initials of somebody your organisation knows"),
    Why.PHONE: _("Looks like a phone number"),
    Why.EMAIL: _("Looks like an email address"),
    Why.LINK: _("A web address or an account"),
    Why.ADDRESS: _("Looks like an address"),
    Why.PLACE: _("A place where somebody you support lives"),
    Why.DATE: _("A day can point at one person"),
    Why.BIRTHDAY: _("Looks like a birth date"),
    Why.AGE: _("An age can point at one person"),
    Why.NUMBER_OF_A_PERSON: _(
        "Looks like a number that belongs to one person, such as an NHI or IRD number "
        "or a number plate"
    ),
    Why.LIKE_A_NUMBER_OF_A_PERSON: _("Could be a number plate or a file number"),
    Why.FIGURE: _(
        "No released table shows this number, so it could give a hidden one away"
    ),
    Why.NUMBER: _("A sum can point at one person"),
    Why.THE_ONLY_ONE: _("This speaks of one single person"),
}

OBSTACLES = {
    Obstacle.NO_DRAFT: _("It is submitted already."),
    Obstacle.NOT_OVER: _("The quarter is not over yet. Submit it once it is."),
    Obstacle.EMPTY: _("Nothing is written yet."),
    Obstacle.HITS: _("Change or explain what is marked first."),
    Obstacle.NOT_LOOKED: _("Look at the words that are also names, and tick it."),
    Obstacle.OWN_WORDS: _(
        "You wrote some of it, so another manager has to read and approve it."
    ),
    Obstacle.OWN_EXPLANATION: _(
        "You explained what is marked, so another manager has to approve it."
    ),
}
