"""Write the description of funders' interface anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

FILE = Path(settings.BASE_DIR) / "docs" / "api" / "openapi.yaml"


class Command(BaseCommand):
    """Write ``docs/api/openapi.yaml`` from the views, for a person to review."""

    help = "Write docs/api/openapi.yaml from the views of funders' interface."

    def handle(self, *args: Any, **options: Any) -> None:
        as_yaml = import_string("reporting.funders.api.describing.as_yaml")
        FILE.write_bytes(as_yaml())
        self.stdout.write(f"Wrote {FILE.relative_to(settings.BASE_DIR)}.")
