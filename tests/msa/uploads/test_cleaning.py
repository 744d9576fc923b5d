from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String
from PIL import Image

from msa.uploads.cleaning import Clean, clean
from msa.uploads.kinds import Kind
from msa.uploads.offices import kind_of_archive
from tests.msa.uploads import samples
from tests.msa.uploads.samples import MAKER, PLACE

SOUND: dict[str, Callable[[], bytes]] = {
    "a.pdf": samples.pdf,
    "a.png": lambda: samples.photo("PNG"),
    "a.jpg": lambda: samples.photo("JPEG"),
    "a.webp": lambda: samples.photo("WEBP"),
    "a.docx": samples.docx,
    "a.xlsx": samples.xlsx,
    "a.odt": samples.opendocument,
    "a.ods": lambda: samples.opendocument("spreadsheet"),
    "a.txt": lambda: "Ngā mihi\r\n".encode(),
    "a.csv": lambda: "Ngā tāne,1\r\n".encode(),
}
KINDS = dict(zip(SOUND, Kind, strict=True))
TELLING = [name for name in SOUND if name[2:] not in {"txt", "csv"}]


def everything_in(content: bytes) -> bytes:
    """All bytes of a file, unpacked where it is packed."""
    found = content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += b"".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for one in pdf.objects:
                if isinstance(one, pikepdf.Stream):
                    found += bytes(one.read_raw_bytes())
                found += repr(one).encode()
    return found


def telling(content: bytes) -> list[bytes]:
    """What a file tells of who made it, where and with what."""
    held = everything_in(content)
    signs = (MAKER.encode(), PLACE, b"Exif", b"GPS", b"xmpmeta", b"ICC_PROFILE")
    return [sign for sign in signs if sign in held]


@pytest.mark.req("S26")
@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_taken_as_what_it_is(name: str) -> None:
    assert clean(name, SOUND[name]()).kind is KINDS[name]


@pytest.mark.req("S26")
@pytest.mark.parametrize("name", TELLING)
def test_a_clean_copy_tells_nothing_of_its_maker(name: str) -> None:
    given = SOUND[name]()
    assert telling(given) != []

    assert telling(clean(name, given).content) == []


@pytest.mark.req("S26")
@pytest.mark.parametrize("name", SOUND)
def test_a_clean_copy_is_taken_again_and_stays_the_same(name: str) -> None:
    once = clean(name, SOUND[name]())

    again = clean(name, once.content)

    assert again.kind is once.kind
    if once.kind not in {Kind.JPEG, Kind.WEBP} and name not in {"a.docx"}:
        assert again.content == once.content


@pytest.mark.req("S26")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_upright_and_has_no_metadata(form: str) -> None:
    name = f"a.{form.lower()}"
    with Image.open(io.BytesIO(samples.photo(form))) as before:
        assert before.getexif().get_ifd(0x8825)

    with Image.open(io.BytesIO(clean(name, samples.photo(form)).content)) as picture:
        assert picture.size == (30, 40)
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "loop",
            "background",
        }


@pytest.mark.req("S26")
def test_every_text_chunk_of_a_png_is_gone() -> None:
    content = clean("a.png", samples.photo("PNG")).content

    assert [
        c for c in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP") if c in content
    ] == []


def test_a_see_through_picture_stays_so() -> None:
    made = io.BytesIO()
    paletted = Image.new("P", (4, 4), 1)
    paletted.putpalette([0, 0, 0, 255, 0, 0] + [0] * 762)
    paletted.save(made, "PNG", transparency=1)

    with Image.open(io.BytesIO(clean("a.png", made.getvalue()).content)) as picture:
        assert picture.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 0)


def test_a_cleaned_pdf_keeps_its_page_its_picture_and_its_remark() -> None:
    content = clean("a.pdf", samples.pdf()).content

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        image = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Photo)
        assert image.as_pil_image().size == (40, 30)
        assert str(pdf.pages[0].Annots[0].Contents) == "Kept"
        assert "/T" not in pdf.pages[0].Annots[0]


@pytest.mark.req("S26")
def test_earlier_revisions_of_a_pdf_are_gone() -> None:
    given = samples.pdf()
    hidden = b"9 0 obj\n(what was taken back)\nendobj\n"
    at = given.rindex(b"startxref")
    changed = given[:at] + hidden + given[at:]

    assert b"taken back" not in everything_in(clean("a.pdf", changed).content)


@pytest.mark.parametrize(
    ("name", "part"), [("a.docx", "word/document.xml"), ("a.odt", "content.xml")]
)
def test_a_cleaned_document_keeps_its_words(name: str, part: str) -> None:
    content = clean(name, SOUND[name]()).content

    assert kind_of_archive(content) is KINDS[name]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "Ngā mihi" in archive.read(part).decode()
        dates = {one.date_time for one in archive.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_dropped_from_a_workbook_is_missed_nowhere() -> None:
    with zipfile.ZipFile(io.BytesIO(clean("a.xlsx", samples.xlsx()).content)) as one:
        assert "xl/printerSettings/printerSettings1.bin" not in one.namelist()
        related = one.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        sheet = one.read("xl/worksheets/sheet1.xml").decode()

    assert "printerSettings" not in related
    assert "<pageSetup/>" in sheet


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "a.txt"),
        ("utf-8-sig", "a.txt"),
        ("utf-16", "a.md"),
        ("cp1252", "a.txt"),
    ],
)
def test_text_in_any_common_encoding_becomes_utf_8(encoding: str, name: str) -> None:
    words = "Mōrena" if encoding != "cp1252" else "Café"

    assert clean(name, words.encode(encoding)).content == words.encode()


@pytest.mark.req("S26")
@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ('"=1+1"', '"\'=1+1"'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-", "-"),
        ("-1.5", "-1.5"),
        ("+64 21 555", "+64 21 555"),
    ],
)
def test_no_cell_of_a_table_runs(cell: str, kept: str) -> None:
    made = clean("a.csv", f"one,{cell}\n{cell},two\n".encode())

    assert made.content.decode("utf-8-sig") == f"one,{kept}\n{kept},two\n"


@pytest.mark.req("S26")
def test_no_row_hides_behind_its_line_end() -> None:
    made = clean("a.csv", b"one\r=1+1\r\n@x\n=2")

    assert made.content.decode("utf-8-sig") == "one\r'=1+1\r\n'@x\n'=2"


@pytest.mark.req("S26")
@pytest.mark.parametrize("key", ["OpenAction", "AA"])
def test_a_pdf_does_nothing_when_it_is_opened(key: str) -> None:
    link = Dictionary(S=Name.URI, URI=String("https://elsewhere.example/"))
    given = samples.pdf(**{key: link if key == "OpenAction" else Dictionary(O=link)})

    made = clean("a.pdf", given)

    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert f"/{key}" not in pdf.Root


def test_a_file_without_an_ending_is_known_by_what_is_in_it() -> None:
    assert clean("scan", samples.pdf()).kind is Kind.PDF
    assert isinstance(clean("LETTER.PDF", samples.pdf()), Clean)
