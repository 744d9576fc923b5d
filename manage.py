"""Django's command line for this project."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the management command named on the command line."""
    from django.core.management import execute_from_command_line

    from msa.vault.cores import leave_no_core

    # Before a key is read.
    leave_no_core()
    if sys.argv[1:2] == ["migrate"]:
        # It makes thousands of models and drops them: looking for garbage after each
        # few hundred objects was a fourth of its time.
        gc.set_threshold(200_000, 20, 20)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "msa.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
