"""Macrons in a PDF, compared by pixels: extracted text stays right without glyphs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageStat
from weasyprint import HTML

ROOT = Path(__file__).resolve().parents[3]
SHEET = ROOT / "static" / "css" / "fonts.css"
SIZE = 100
MACRONS = "āēīōūĀĒĪŌŪ"


def as_outline(letter: str, file: Path) -> str:
    font = TTFont(file)
    glyphs = font.getGlyphSet()
    pen = SVGPathPen(glyphs)
    glyphs[font.getBestCmap()[ord(letter)]].draw(pen)
    scale = SIZE / font["head"].unitsPerEm
    place = f"translate(20 110) scale({scale} {-scale})"
    return f'<path transform="{place}" d="{pen.getCommands()}"/>'


def as_text(letter: str, weight: int) -> str:
    return (
        f'<text x="20" y="110" font-size="{SIZE}" font-family="Public Sans"'
        f' font-weight="{weight}">{letter}</text>'
    )


def page(drawing: str) -> str:
    return f'<svg width="150px" height="150px" viewBox="0 0 150 150">{drawing}</svg>'


def pictures(drawings: list[str], folder: Path) -> list[Image.Image]:
    sheet = """
        @page { size: 150px 150px; margin: 0 }
        body { margin: 0 }
        svg { break-after: page; display: block }
    """
    style = f"<style>{SHEET.read_text()}{sheet}</style>"
    body = "".join(page(drawing) for drawing in drawings)
    pdf = folder / "letters.pdf"
    HTML(string=style + body, base_url=str(SHEET)).write_pdf(pdf)
    command = ["pdftoppm", "-r", "96", "-gray", "-png", str(pdf), str(folder / "at")]
    subprocess.run(command, check=True)
    files = sorted(folder.glob("at*.png"))[: len(drawings)]
    return [Image.open(file).convert("L") for file in files]


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


@pytest.mark.req("UI-L2")
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs poppler-utils")
@pytest.mark.parametrize(("name", "weight"), [("Regular", 400), ("Bold", 700)])
def test_macrons_in_a_pdf_are_the_fonts_own(
    name: str, weight: int, tmp_path: Path
) -> None:
    file = ROOT / "static" / "fonts" / f"PublicSans-{name}.woff2"
    drawings = [as_text(letter, weight) for letter in MACRONS]
    drawings += [as_outline(letter, file) for letter in MACRONS]

    drawn = pictures(drawings, tmp_path)
    texts, outlines = drawn[: len(MACRONS)], drawn[len(MACRONS) :]

    assert all(difference(a, b) < 1 for a, b in zip(texts, outlines, strict=True))
    # The measure tells two letters apart.
    assert difference(texts[0], outlines[1]) > 2
