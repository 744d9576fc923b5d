from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from msa.uploads import apart
from msa.uploads.apart import clean_apart
from msa.uploads.cleaning import clean
from msa.uploads.kinds import LARGEST, Kind
from msa.uploads.refusals import Fault, Refused
from msa.uploads.streams import without_jp2_notes, without_jpeg_notes
from tests.msa.uploads import samples


@pytest.mark.req("S26")
def test_the_program_apart_gives_what_cleaning_gives() -> None:
    name, content = "Ngā\u202e tāne.docx", samples.docx()

    assert clean_apart(name, content) == clean(name, content)


@pytest.mark.req("S26")
@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"", Fault.EMPTY), (b"<html>", Fault.WEB_PAGE), (b"PK\x03\x04", Fault.BROKEN)],
)
def test_it_says_why_it_refuses(content: bytes, fault: Fault) -> None:
    with pytest.raises(Refused) as refused:
        clean_apart("a.pdf", content)

    assert refused.value.fault is fault


@pytest.mark.req("S26")
@pytest.mark.parametrize(
    "does",
    [
        "x = bytearray(1 << 33)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "open('/dev/null', 'rb').read(); raise MemoryError",
        "import time; time.sleep(60)",
    ],
    ids=["takes memory", "breaks", "fails", "takes time"],
)
def test_whatever_a_file_does_to_its_reader_the_site_goes_on(
    monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    monkeypatch.setattr(apart, "_LONGEST", 2)
    monkeypatch.setattr(
        apart, "_START", apart._START.replace("answer()", f"limit(); {does}")
    )

    with pytest.raises(Refused) as refused:
        clean_apart("a.pdf", b"%PDF-")

    assert refused.value.fault is Fault.TOO_MUCH


@pytest.mark.req("S26")
def test_its_reader_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSA_SECRETS", "/somewhere")
    told = "import os, sys; sys.stdout.write('+TEXT\\0' + ' '.join(os.environ))"
    monkeypatch.setattr(apart, "_START", told)

    made = clean_apart("a.txt", b"x")

    assert made.kind is Kind.TEXT
    assert b"MSA_" not in made.content


#: What a program may try that a hostile file has taken over; each prints if it could.
_HOSTILE = """
import ctypes, os, pathlib, socket, subprocess
def tried(name, act):
    try:
        did = act()
    except Exception as fault:
        did = None
    if did not in (None, -1):
        print(name, end=" ")
own = ctypes.CDLL(None, use_errno=True)
class Piece(ctypes.Structure):
    _fields_ = (("at", ctypes.c_void_p), ("size", ctypes.c_size_t))
def memory():
    (start, *_), *_ = (line.split("-") for line in
        pathlib.Path(f"/proc/{PARENT}/maps").read_text().splitlines()
        if " r" in line)
    place = ctypes.create_string_buffer(8)
    ours = Piece(ctypes.cast(place, ctypes.c_void_p), 8)
    theirs = Piece(int(start, 16), 8)
    return own.process_vm_readv(PARENT, ctypes.byref(ours), 1,
                                ctypes.byref(theirs), 1, 0)
def attached():
    got = own.ptrace(16, PARENT, 0, 0)
    if got == 0:
        os.waitpid(PARENT, 0x40000000)
        own.ptrace(17, PARENT, 0, 0)
    return got
print("+TEXT", end=chr(0))
tried("key", lambda: open(SECRET).read())
tried("project", lambda: open(ROOT + "/manage.py").read())
tried("environment", lambda: open(f"/proc/{PARENT}/environ", "rb").read())
tried("memory", memory)
tried("traced", attached)
tried("written", lambda: open(PLACE + "/new", "w").close() or 1)
tried("removed", lambda: os.unlink(PLACE + "/there") or 1)
tried("started", lambda: subprocess.run(["/bin/true"]))
tried("connected", lambda: socket.create_connection(("127.0.0.1", PORT)))
tried("killed", lambda: os.kill(PARENT, 0) or 1)
print("end")
"""


def taken_over(tmp_path: Path, *, shut_in: bool) -> str:
    """Return what a program did that began as ours and obeys a hostile file."""
    (tmp_path / "secret").write_text("a key")
    (tmp_path / "there").write_text("x")
    given = {
        "PARENT": os.getpid(),
        "SECRET": str(tmp_path / "secret"),
        "PLACE": str(tmp_path),
        "ROOT": str(apart._ROOT),
        "PORT": int(os.environ["MSA_DATABASE_PORT"]),
    }
    start = apart._START.removesuffix("answer()")
    if shut_in:
        start += "from msa.uploads.shut_in import shut_in;"
        start += "from pathlib import Path;"
        start += f"shut_in(Path({str(apart._ROOT / 'msa')!r}));"
    told = "".join(f"{name} = {value!r}\n" for name, value in given.items())
    with pytest.MonkeyPatch.context() as patch:
        # Writing a file is refused by a limit as well: here it is the other layer's.
        patch.setattr(apart, "_START", f"{start}\n{told}{_HOSTILE}")
        return clean_apart("a.txt", b"x").content.decode()


@pytest.mark.req("S26")
def test_a_program_that_a_file_takes_over_reaches_nothing(tmp_path: Path) -> None:
    free = taken_over(tmp_path, shut_in=False)
    shut = taken_over(tmp_path, shut_in=True)

    # It runs as ourselves: what it is not kept from, it does.
    assert {"key", "project", "written", "removed", "connected"} <= set(free.split())
    assert shut.split() == ["end"]


@pytest.mark.req("S26")
def test_where_it_cannot_be_shut_in_no_file_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = "import msa.uploads.shut_in as s; s._CREATE_RULESET = 9999;"
    monkeypatch.setattr(
        apart, "_START", apart._START.replace("answer()", f"{old}answer()")
    )

    with pytest.raises(Refused) as refused:
        clean_apart("a.txt", b"x")

    assert refused.value.fault is Fault.NOT_HERE


def sent(content: bytes, factory: RequestFactory) -> InMemoryUploadedFile:
    file = io.BytesIO(content)
    file.name = "C:\\Users\\Jo\\Minutes.pdf"
    body = encode_multipart(BOUNDARY, {"title": "Minutes", "file": file})
    request = factory.generic("POST", "/", body, content_type=MULTIPART_CONTENT)
    assert request.POST["title"] == "Minutes"
    found = request.FILES["file"]
    assert isinstance(found, InMemoryUploadedFile)
    return found


@pytest.mark.req("S26")
@pytest.mark.parametrize("size", [0, 10, 3_000_000, LARGEST])
def test_a_file_is_received_whole_and_never_on_a_disk(
    rf: RequestFactory, tmp_path: Path, size: int, settings
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    content = b"a" * size

    file = sent(content, rf)

    assert file.read() == content
    assert file.name == "Minutes.pdf"


@pytest.mark.req("S26")
def test_of_a_file_that_is_too_large_only_its_size_is_kept(rf: RequestFactory) -> None:
    file = sent(b"a" * (LARGEST + 1), rf)

    assert file.size == LARGEST + 1
    assert file.read() == b""


@pytest.mark.req("S26")
def test_notes_are_cut_out_of_a_jpeg_without_touching_its_dots() -> None:
    given = samples.photo()

    made = without_jpeg_notes(given)

    assert b"Exif" in given
    assert b"Exif" not in made
    scan = given.index(b"\xff\xda")
    assert made.endswith(given[scan:])


@pytest.mark.req("S26")
def test_notes_are_cut_out_of_a_jpeg_2000() -> None:
    def box(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(held), kind) + held

    first, last = box(b"jP  ", b"\r\n\x87\n"), box(b"jp2c", b"dots")
    notes = box(b"xml ", b"<maker/>") + box(b"uuid", b"exif")

    assert without_jp2_notes(first + notes + last) == first + last


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00\x00"])
def test_a_jpeg_that_ends_early_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        without_jpeg_notes(content)
