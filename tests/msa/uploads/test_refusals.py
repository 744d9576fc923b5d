from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from msa.uploads.cleaning import clean
from msa.uploads.kinds import LARGEST
from msa.uploads.names import shown
from msa.uploads.refusals import Fault, Refused
from tests.msa.uploads import samples
from tests.msa.uploads.samples import RELATED, relationships

HTML = b"<html><script>alert(1)</script></html>"
BARE_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SVG = b'<?xml version="1.0"?>' + BARE_SVG


def _linked(kind: str, *, outside: bool = True) -> bytes:
    rels = relationships(
        ("rId9", f"{RELATED}/{kind}", "//evil.example/t"), outside=outside
    )
    return samples.docx(**{"word/_rels/document.xml.rels": rels})


def _encrypted_entry() -> bytes:
    made = bytearray(samples.docx())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(sign)
        made[place + at] |= 1
    return bytes(made)


HOSTILE: dict[str, tuple[str, Callable[[], bytes], Fault]] = {
    "nothing": ("a.pdf", lambda: b"", Fault.EMPTY),
    "too large": ("a.txt", lambda: b"a" * (LARGEST + 1), Fault.TOO_LARGE),
    "html": ("a.html", lambda: HTML, Fault.WEB_PAGE),
    "html as text": ("a.txt", lambda: b"Hello " + HTML, Fault.WEB_PAGE),
    "html as pdf": ("a.pdf", lambda: HTML, Fault.WEB_PAGE),
    "html before a pdf": ("a.pdf", lambda: HTML + samples.pdf(), Fault.WEB_PAGE),
    "php": ("a.txt", lambda: b"<?php system('id'); ?>", Fault.WEB_PAGE),
    "svg": ("a.svg", lambda: SVG, Fault.WEB_PAGE),
    "svg without a head": ("a.png", lambda: BARE_SVG, Fault.SVG),
    "gif": ("a.gif", samples.gif, Fault.OTHER),
    "gif and script": ("a.js", lambda: b"GIF89a=1;alert(1)//", Fault.WRONG_ENDING),
    "jpeg called png": ("a.png", samples.photo, Fault.WRONG_ENDING),
    "pdf called docx": ("a.docx", samples.pdf, Fault.WRONG_ENDING),
    "pdf called html": ("a.html", samples.pdf, Fault.WRONG_ENDING),
    "double ending": ("a.pdf.exe", samples.pdf, Fault.WRONG_ENDING),
    "turned around": ("a\u202efdp.exe", samples.pdf, Fault.WRONG_ENDING),
    "heic": ("a.heic", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 40, Fault.HEIC),
    "old word": (
        "a.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9,
        Fault.OLD_OFFICE,
    ),
    "program": ("a.pdf", lambda: b"MZ\x90\0" * 9, Fault.PROGRAM),
    "script": ("a.txt", lambda: b"#!/bin/sh\nid\n", Fault.PROGRAM),
    "binary as text": ("a.txt", lambda: bytes(range(256)), Fault.OTHER),
    "broken picture": ("a.jpg", lambda: samples.photo()[:200], Fault.BROKEN),
    "picture bomb": ("a.png", samples.bomb_png, Fault.TOO_MANY_DOTS),
    "moving picture": ("a.webp", samples.animated_webp, Fault.MOVING),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\nnothing", Fault.BROKEN),
    "locked pdf": ("a.pdf", lambda: samples.locked_pdf("u"), Fault.LOCKED),
    "protected pdf": ("a.pdf", lambda: samples.locked_pdf(""), Fault.LOCKED),
    "pdf with a script": (
        "a.pdf",
        lambda: samples.pdf(OpenAction=samples.script()),
        Fault.RUNS,
    ),
    "pdf that starts a program": (
        "a.pdf",
        lambda: samples.pdf(OpenAction=Dictionary(S=Name.Launch, F=String("calc"))),
        Fault.RUNS,
    ),
    "pdf with a form that sends": (
        "a.pdf",
        lambda: samples.pdf(AA=Dictionary(O=Dictionary(S=Name.SubmitForm))),
        Fault.REACHES_OUT,
    ),
    "pdf with a file": ("a.pdf", samples.pdf_with_a_file, Fault.HOLDS_FILES),
    "signed pdf": (
        "a.pdf",
        lambda: samples.pdf(
            Perms=Dictionary(DocMDP=Dictionary(ByteRange=Array([0, 1])))
        ),
        Fault.SIGNED,
    ),
    "archive": ("a.zip", lambda: samples.packed({"a.txt": "a"}), Fault.ARCHIVE),
    "archive called docx": (
        "a.docx",
        lambda: samples.packed({"a.txt": "a"}),
        Fault.ARCHIVE,
    ),
    "macros": (
        "a.docx",
        lambda: samples.docx(**{"word/vbaProject.bin": "x"}),
        Fault.RUNS,
    ),
    "macros by type": (
        "a.docx",
        lambda: samples.docx(
            **{"[Content_Types].xml": "<T>word.document.macroEnabled.main+xml</T>"}
        ),
        Fault.RUNS,
    ),
    "docm": ("a.docm", samples.docx, Fault.WRONG_ENDING),
    "slides": (
        "a.pptx",
        lambda: samples.packed({"[Content_Types].xml": "<T>presentationml</T>"}),
        Fault.OTHER_OFFICE,
    ),
    "archive in a document": (
        "a.docx",
        lambda: samples.docx(**{"word/media/image2.jpeg": samples.packed({"a": "b"})}),
        Fault.HOLDS_FILES,
    ),
    "workbook in a document": (
        "a.docx",
        lambda: samples.docx(**{"word/embeddings/a.xlsx": samples.xlsx()}),
        Fault.HOLDS_FILES,
    ),
    "svg in a document": (
        "a.docx",
        lambda: samples.docx(**{"word/media/image2.svg": SVG}),
        Fault.DRAWING,
    ),
    "object in a document": ("a.docx", lambda: _linked("oleObject"), Fault.HOLDS_FILES),
    "picture from elsewhere": ("a.docx", lambda: _linked("image"), Fault.REACHES_OUT),
    "command in a field": (
        "a.docx",
        lambda: samples.docx(
            "<w:r><w:instrText>DD</w:instrText></w:r>"
            "<w:r><w:instrText>EAUTO c calc</w:instrText></w:r>"
        ),
        Fault.REACHES_OUT,
    ),
    "another command in a field": (
        "a.docx",
        lambda: samples.docx("<w:r><w:instrText>IMPORT x</w:instrText></w:r>"),
        Fault.REACHES_OUT,
    ),
    "a share as a part": (
        "a.docx",
        lambda: _linked("image", outside=False),
        Fault.REACHES_OUT,
    ),
    "outside by another word": (
        "a.docx",
        lambda: samples.docx(
            **{
                "word/_rels/document.xml.rels": relationships(
                    ("rId9", f"{RELATED}/image", "t"), outside=True
                ).replace("External", "external")
            }
        ),
        Fault.REACHES_OUT,
    ),
    "formula that asks an address": (
        "a.xlsx",
        lambda: samples.xlsx(
            **{"xl/worksheets/sheet2.xml": "<c><f>_xlfn.WEBSERVICE(A1)</f></c>"}
        ),
        Fault.REACHES_OUT,
    ),
    "sheet of macros": (
        "a.xlsx",
        lambda: samples.xlsx(
            **{
                "xl/_rels/workbook.xml.rels": relationships(
                    ("rId9", f"{RELATED}/xlMacrosheet", "macrosheets/sheet1.xml")
                )
            }
        ),
        Fault.RUNS,
    ),
    "open document that starts a program": (
        "a.ods",
        lambda: samples.opendocument(
            "spreadsheet",
            body="<table:table-cell table:formula=\"of:=DDE('cmd';'x';'y')\"/>",
        ),
        Fault.REACHES_OUT,
    ),
    "open document that loads from a share": (
        "a.odt",
        lambda: samples.opendocument(body=r'<draw:image xlink:href="\\\\evil\\a"/>'),
        Fault.REACHES_OUT,
    ),
    "entities": (
        "a.docx",
        lambda: samples.docx(
            **{"word/more.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
        ),
        Fault.RUNS,
    ),
    "encrypted part": ("a.docx", _encrypted_entry, Fault.LOCKED),
    "part outside": (
        "a.docx",
        lambda: samples.docx(**{"../../x.xml": "<a/>"}),
        Fault.BROKEN,
    ),
    "zip bomb": ("a.docx", samples.zip_bomb, Fault.TOO_MUCH),
    "very many parts": (
        "a.docx",
        lambda: samples.docx(**{f"word/{n}.xml": "<a/>" for n in range(2001)}),
        Fault.TOO_MUCH,
    ),
    "open document with macros": (
        "a.odt",
        lambda: samples.opendocument(**{"Basic/Standard/Module1.xml": "<a/>"}),
        Fault.RUNS,
    ),
    "open document with a script": (
        "a.odt",
        lambda: samples.opendocument(
            body='<script:event-listener script:event-name="x"/>'
        ),
        Fault.RUNS,
    ),
    "open document that loads": (
        "a.odt",
        lambda: samples.opendocument(
            body='<draw:image xlink:href="https://evil.example/a"/>'
        ),
        Fault.REACHES_OUT,
    ),
    "locked open document": (
        "a.odt",
        lambda: samples.opendocument(
            **{"META-INF/manifest.xml": "<a><encryption-data/></a>"}
        ),
        Fault.LOCKED,
    ),
    "presentation": (
        "a.odp",
        lambda: samples.opendocument("presentation"),
        Fault.OTHER_OFFICE,
    ),
}


def fault_of(name: str, content: bytes) -> Fault:
    with pytest.raises(Refused) as refused:
        clean(name, content)
    return refused.value.fault


@pytest.mark.req("S26")
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_for_what_it_is(case: str) -> None:
    name, content, fault = HOSTILE[case]

    assert fault_of(name, content()) is fault


@pytest.mark.req("S26")
def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    assert fault_of("a.docx", samples.lying_zip_bomb()) in {
        Fault.TOO_MUCH,
        Fault.BROKEN,
    }


@pytest.mark.req("S26")
@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.png", "a.docx"])
@pytest.mark.parametrize("tail", [HTML, samples.packed({"evil.js": "alert(1)"})])
def test_what_hangs_on_the_end_of_a_file_is_gone(name: str, tail: bytes) -> None:
    given = {
        "a.pdf": samples.pdf,
        "a.jpg": samples.photo,
        "a.png": lambda: samples.photo("PNG"),
        "a.docx": samples.docx,
    }[name]()
    try:
        made = clean(name, given + tail).content
    except Refused:
        return  # an archive behind a document is read as that archive

    assert b"alert(1)" not in made
    assert b"evil.js" not in made


@pytest.mark.req("S26")
def test_script_in_the_notes_of_a_picture_is_gone() -> None:
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", comment=b"*/=alert(1)/*")
    assert b"alert" in made.getvalue()

    assert b"alert" not in clean("a.jpg", made.getvalue()).content


@pytest.mark.req("S26")
@pytest.mark.parametrize("fault", Fault)
def test_a_refusal_says_which_file_why_and_what_to_do(fault: Fault) -> None:
    words = Refused(fault).words("Minutes.pdf")

    assert words.startswith("“Minutes.pdf” ")
    assert fault.what in words
    assert words.endswith(fault.advice)
    assert fault.advice[0].isupper()


@pytest.mark.req("S26")
@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("C:\\Users\\Jo\\Minutes.pdf", "Minutes.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe", "a fdp.exe"),
        ("Ngā tāne.pdf", "Ngā tāne.pdf"),
        ("Nga\u0304 ta\u0304ne.pdf", "Ngā tāne.pdf"),
        ("👨‍👩‍👧.pdf", "👨‍👩‍👧.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("", "The file"),
        ("\u202e", "The file"),
    ],
)
def test_a_name_is_shown_without_path_or_tricks(name: str, seen: str) -> None:
    assert shown(name) == seen


def test_a_long_name_is_shown_short_with_its_ending() -> None:
    name = shown("ā" * 200 + ".pdf")

    assert len(name) <= 62
    assert name.endswith(".pdf")


def test_a_protected_pdf_would_open_without_a_password() -> None:
    with pikepdf.open(io.BytesIO(samples.locked_pdf(""))) as readable:
        assert readable.is_encrypted


def test_the_samples_are_archives_as_their_makers_write_them() -> None:
    with zipfile.ZipFile(io.BytesIO(samples.docx())) as archive:
        assert archive.testzip() is None
