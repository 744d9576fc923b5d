"""Make the README's pictures: `python -m tests.journey.readme_pictures DIR`.

DIR is where `./demo --check --out DIR` left its screenshots.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
#: The step, its width, its scheme, and how much of its height is shown.
PICTURES = (
    ("04-today", 360, "light", 740),
    ("06-log-a-session", 360, "light", 1120),
    ("05-person", 360, "dark", 740),
    ("45-question", 360, "light", 740),
    ("17-caseload", 1280, "light", 800),
    ("29-released", 1280, "light", 900),
)
COLOURS = 64


def main() -> None:
    """Crop the pictures, reduce their colours and write them beside the papers."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for step, width, scheme, height in PICTURES:
        name = f"{step}-{width}-{scheme}.png"
        with Image.open(Path(sys.argv[1]) / "screenshots" / name) as whole:
            shown = whole.convert("RGB").crop((0, 0, width, min(height, whole.height)))
        shown.quantize(COLOURS).save(DOCS / name, optimize=True)


if __name__ == "__main__":
    main()
