"""Django's command line for this project."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the management command named on the command line."""
    from django.core.management import execute_from_command_line

    from msa.vault.cores import leave_no_core

    # Before a key is read.
    leave_no_core()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "msa.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
