from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.services.settling import Settled, settle
from msa.vault.key_files import name_of, word_to_drop


class Command(BaseCommand):
    help = (
        "Bring what is stored under the keys in use now, after a key was added, "
        "switched or dropped (docs/keys.md). Run it as often as you like."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        settled = settle(at=timezone.now())
        for line in _told(settled):
            self.stdout.write(line)
        if settled.shut:
            raise CommandError(
                "No key of this process opens what is stored for: "
                f"{', '.join(settled.shut)}. Nothing of it was changed. Put the right "
                "key back before you go on."
            )


def _told(settled: Settled) -> list[str]:
    lines = [
        f"Context keys accepted: {1 + len(settings.MSA_OTHER_CONTEXT_KEYS)}",
        f"Organisation keys wrapped anew: {settled.organisation_keys}",
        f"Keys of digests wrapped anew: {settled.fingerprint_keys}",
        f"Second factors sealed anew: {settled.second_factors}",
    ]
    if settled.open_sessions:
        lines.append(
            f"{settled.open_sessions} running sessions would end with the accounts key "
            "before; all of them end by themselves within eight hours."
        )
    return lines if settled.shut else [*lines, *_words_to_drop()]


def _words_to_drop() -> Iterator[str]:
    others = {
        "root": [key.hex() for key in settings.MSA_OTHER_ROOT_KEYS],
        "context": [key.hex() for key in settings.MSA_OTHER_CONTEXT_KEYS],
        "accounts": [key.hex() for key in settings.MSA_OTHER_ACCOUNTS_KEYS],
        "submissions": [key.hex() for key in settings.MSA_OTHER_SUBMISSIONS_KEYS],
        "django": settings.SECRET_KEY_FALLBACKS,
    }
    for name, keys in others.items():
        for key in keys:
            yield (
                f"Nothing is stored under the {name} key {name_of(key)}: "
                f"bin/keys drop {name} {word_to_drop(key)}"
            )
