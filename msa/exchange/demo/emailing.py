"""Important emails that fictional peer workers kept: life-like, and about nobody."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from cases.emails.models import EmailPart
from cases.emails.words import EMAIL, Enclosure, KeptEmail, KeptFile
from cases.enums import Mode, SessionKind
from cases.sections import Note
from consent.documents import Sealer
from consent.enums import Purpose
from msa.accounts.actor import Actor
from msa.exchange.demo.inventing import Invented
from msa.exchange.storing.activity import Activity, ActivityRows
from msa.exchange.storing.people import Place
from msa.uploads.kinds import Kind
from msa.vault.envelope import DataKey

#: Of so many people one has an email that was worth keeping, and so many at most.
_ONE_OF, _MOST = 5, 8
_TIMES = b"Monday 10.00 am, room 3\nBring: photo ID, the blue folder\n"
_KEPT = (
    KeptEmail(
        sender="Bookings <bookings@courts.example>",
        recipients="The peer worker",
        sent="2 March 2026, 9:12 am",
        subject="Your booking for the meeting room",
        text="Kia ora,\n\nThe room next to the hearing is booked for you both, so that "
        "he need not wait in the foyer. The times are attached.\n\nNgā mihi",
        attachments=[Enclosure(1, "times.txt", Kind.TEXT.name, len(_TIMES))],
        left_out=["“map.zip” is an archive of files."],
    ),
    KeptEmail(
        sender="A housing advocate <advocate@housing.example>",
        recipients="The peer worker",
        sent="11 March 2026, 4:40 pm",
        subject="Flat by the river: he is first on the list",
        text="Kia ora,\n\nGood news. The landlord is happy to meet him next week, and "
        "his own peer worker is welcome to come along.\n\nNgā mihi nui",
    ),
)


class KeptEmails:
    """Gathers the emails of an organisation's people; :meth:`write` stores them."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._kept: list[tuple[UUID, UUID, DataKey, KeptEmail]] = []

    def add(
        self, sessions: ActivityRows, places: list[Place], people: list[Invented]
    ) -> None:
        """Gather the sessions of a few emails, each on a day that he was met."""
        chosen = islice(_who_may(places, people), 0, _ONE_OF * _MOST, _ONE_OF)
        for number, (place, person) in enumerate(chosen):
            key, met = place.keys[Purpose.SESSIONS], person.activities[-1]
            activity = Activity(
                held_on=met.held_on,
                minutes=5,
                kind=SessionKind.EMAIL_KEPT,
                mode=Mode.EMAIL,
                worker=met.worker,
                logged_at=met.logged_at,
                note=Note(),
            )
            session = sessions.add_session(place.subject, key, activity)
            email = _KEPT[number % len(_KEPT)]
            self._kept.append((session, place.subject, key, email))

    def write(self) -> None:
        """Store what was gathered, once its sessions are stored."""
        for session, subject, key, email in self._kept:
            files = [KeptFile(one.name, Kind.TEXT, _TIMES) for one in email.attachments]
            documents = [email.document(), *(one.document() for one in files)]
            sealer = Sealer(self._actor, subject, key)
            for number, document in enumerate(documents):
                row = EmailPart(
                    id=uuid.uuid4(),
                    organisation_id=self._actor.organisation,
                    subject_id=subject,
                    key_id=key.id,
                    session_id=session,
                    number=number,
                )
                row.sealed = sealer.seal(document, EMAIL, row=row.id, revision=number)
                row.save(force_insert=True)


def _who_may(
    places: list[Place], people: list[Invented]
) -> Iterator[tuple[Place, Invented]]:
    """Return those who were met and let notes be kept, whatever they took back."""
    for place, person in zip(places, people, strict=True):
        if Purpose.SESSIONS in place.keys and person.activities:
            yield place, person
