from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consent.management.named import organisation_named
from msa.clock.days import local_date
from msa.exchange.queries.imports import NoAdministrator, administrator
from msa.exchange.reading import INCUMBENT_MAPPING, Mapping, ReadingError, read_folder
from msa.exchange.services.importing import Origin, store
from msa.exchange.services.outcome import Outcome
from msa.exchange.services.recognising import Marks
from msa.exchange.services.report import report
from msa.exchange.storing.planning import measure_tables
from msa.tenancy.context import use


class Command(BaseCommand):
    help = "Store another system's export in an organisation, as its administrator."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--mapping", type=Path, metavar="FILE")
        parser.add_argument(
            "--as",
            dest="email",
            default="",
            metavar="EMAIL",
            help="an administrator",
        )
        parser.add_argument("--json", type=Path, metavar="OUT", help="write the report")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except (ReadingError, NoAdministrator) as fault:
            raise CommandError(str(fault)) from None

    def _import(self, options: dict[str, Any]) -> None:
        at = timezone.now()
        organisation = organisation_named(options["organisation"])
        actor = administrator(organisation, email=options["email"], at=at)
        mapping = _mapping(options["mapping"])
        staged = read_folder(options["folder"], mapping=mapping, today=local_date(at))
        with use(actor.context), transaction.atomic():
            marks = Marks(organisation.id)
        origin = Origin(
            mapping=options["mapping"].stem[:60] if options["mapping"] else "incumbent",
            folder_digest=marks.folder(_content(options["folder"], mapping)),
        )
        with use(actor.context):
            outcome = store(
                actor,
                staged,
                origin=origin,
                at=at,
                dry_run=options["dry_run"],
                progress=self._progress,
            )
        if outcome.batch:
            measure_tables()
        found = report(staged, outcome, organisation=organisation.id)
        if options["json"]:
            options["json"].write_text(json.dumps(found, indent=1, ensure_ascii=False))
        self._summary(found, outcome)

    def _progress(self, what: str, done: int, total: int) -> None:
        self.stdout.write(f"{what}: {done} of {total}")
        self.stdout.flush()

    def _summary(self, found: dict[str, Any], outcome: Outcome) -> None:
        for file in found["files"]:
            said = {
                "read": file["read"],
                "stored": file["stored"],
                "already here": file["already_here"],
                "changed since, not applied": file["changed_since_not_applied"],
                "no longer agreed to": file["no_longer_agreed"],
                "without consent": file["no_consent"],
                "doubled": file["doubled"],
                "not imported yet": file["not_imported_yet"],
                **file["rejected_by_cause"],
            }
            parts = [f"{number} {what}" for what, number in said.items() if number]
            self.stdout.write(f"{file['file']}: {', '.join(parts) or 'empty'}")
        if outcome.under_18:
            self.stdout.write(
                f"{outcome.under_18} under 18 by the date of birth: whoever confirms "
                "what they agreed to reads the child protection policy first."
            )
        for name in sorted(outcome.unknown_workers):
            self.stdout.write(
                f"{name} is no member here; whoever imports stands for those sessions."
            )
        if outcome.dry_run:
            self.stdout.write("Nothing was stored: this was a dry run.")
        elif outcome.batch:
            self.stdout.write(
                f"To take it back: bin/manage undo_import {outcome.batch}"
            )
        else:
            self.stdout.write("There was nothing new to store.")


def _mapping(path: Path | None) -> Mapping:
    return Mapping.load(path) if path else INCUMBENT_MAPPING


def _content(folder: Path, mapping: Mapping) -> bytes:
    digests = []
    for file in (mapping.people, mapping.engagements, mapping.contacts):
        with (folder / file.file).open("rb") as opened:
            digests.append(hashlib.file_digest(opened, "sha256").digest())
    return b"".join(digests)
