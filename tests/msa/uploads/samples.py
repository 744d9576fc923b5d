"""Files to add: sound ones with everything that tells, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

#: Stands in every place of a file that tells who made it, where and with what.
MAKER = "Tāwhiri Maker"
PLACE = b"GPS-here"


def picture(form: str, size: tuple[int, int] = (40, 30)) -> Image.Image:
    made = Image.new("RGBA" if form in {"PNG", "WEBP"} else "RGB", size, (10, 90, 80))
    made.putpixel((0, 0), (255, 0, 0))
    return made


def exif(orientation: int = 6) -> Image.Exif:
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "Phone of " + MAKER
    told[0x8825] = {1: "S", 2: (41.0, 17.0, 11.0), 3: "E", 4: (174.0, 46.0, 32.0)}
    return told


def photo(form: str = "JPEG") -> bytes:
    """A picture with camera, place, a comment and a profile."""
    made = io.BytesIO()
    options: dict[str, object] = {"exif": exif(), "icc_profile": b"profile " + PLACE}
    if form == "PNG":
        notes = PngInfo()
        notes.add_text("Author", MAKER)
        notes.add_itxt("Comment", PLACE.decode(), zip=True)
        options["pnginfo"] = notes
    if form == "JPEG":
        options["comment"] = PLACE
    if form == "WEBP":
        options["xmp"] = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    picture(form).save(made, form, **options)
    return made.getvalue()


def bomb_png(side: int = 60_000) -> bytes:
    """A small file that says it is a picture of very many dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    dots = zlib.compress(b"\0" * (side // 8 + 1) * 50)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", dots)
        + chunk(b"IEND", b"")
    )


def gif(*, frames: int = 1) -> bytes:
    made = io.BytesIO()
    first, *others = [Image.new("RGB", (8, 8), (at * 60, 0, 0)) for at in range(frames)]
    first.save(made, "GIF", save_all=frames > 1, append_images=others)
    return made.getvalue()


def animated_webp() -> bytes:
    made = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (at * 60, 0, 0)) for at in range(3)]
    frames[0].save(made, "WEBP", save_all=True, append_images=frames[1:])
    return made.getvalue()


def pdf(**root: object) -> bytes:
    """A PDF of one page with metadata, a photo and a comment; ``root`` adds to it."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    photographed = Stream(
        made,
        photo("JPEG"),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=40,
        Height=30,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.Resources = Dictionary(XObject=Dictionary(Photo=photographed))
    page.Contents = Stream(made, b"q 100 0 0 80 20 20 cm /Photo Do Q")
    remark = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([1, 1, 9, 9]),
        T=String(MAKER),
        Contents=String("Kept"),
    )
    page.Annots = Array([made.make_indirect(remark)])
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String(MAKER)))
    made.docinfo["/Author"] = MAKER
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [MAKER]
    for key, value in root.items():
        made.Root[f"/{key}"] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def locked_pdf(user: str, owner: str = "o") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def pdf_with_a_file() -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.attachments["notes.txt"] = b"inside"
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGED = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CORE = f"{PACKAGED}/metadata/core-properties"

Parts = Mapping[str, bytes | str]


def packed(parts: Parts) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def relationships(*found: tuple[str, str, str], outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"{mode}/>'
        for name, kind, target in found
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{rows}</Relationships>'
    )


def word_parts(body: str = "") -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/>'
            '<Default Extension="jpeg" ContentType="image/jpeg"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.'
            'openxmlformats-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": relationships(
            ("rId1", f"{RELATED}/officeDocument", "word/document.xml"),
            ("rId2", CORE, "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
            '2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/'
            f'1.1/"><dc:creator>{MAKER}</dc:creator></cp:coreProperties>'
        ),
        "word/document.xml": (
            f'<w:document {W} xmlns:r="{RELATED}"><w:body><w:p>'
            f'<w:ins w:id="1" w:author="{MAKER}"><w:r><w:t>Ngā mihi</w:t></w:r></w:ins>'
            f"{body}</w:p></w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": relationships(
            ("rId1", f"{RELATED}/image", "media/image1.jpeg"),
        ),
        "word/media/image1.jpeg": photo(),
    }


def docx(body: str = "", **more: bytes | str) -> bytes:
    return packed({**word_parts(body), **more})


def xlsx(**more: bytes | str) -> bytes:
    absolute = (
        '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/'
        f'spreadsheetml/2010/11/ac" url="C:\\Users\\{MAKER}\\"/>'
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{EXCEL}"/>'
            "</Types>"
        ),
        "_rels/.rels": relationships(
            ("rId1", f"{RELATED}/officeDocument", "xl/workbook.xml"),
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{RELATED}">{absolute}'
            '<sheets><sheet name="Men asked" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", f"{RELATED}/worksheet", "worksheets/sheet1.xml"),
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}" xmlns:r="{RELATED}"><sheetData/>'
            '<pageSetup r:id="rId1"/></worksheet>'
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            (
                "rId1",
                f"{RELATED}/printerSettings",
                "../printerSettings/printerSettings1.bin",
            ),
        ),
        "xl/printerSettings/printerSettings1.bin": f"Printer of {MAKER}",
        "xl/comments1.xml": (
            f'<comments xmlns="{main}"><authors><author>{MAKER}</author></authors>'
            "<commentList/></comments>"
        ),
    }
    return packed({**parts, **more})


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF = (
    f'xmlns:office="{OFFICE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def opendocument(kind: str = "text", body: str = "", **more: bytes | str) -> bytes:
    parts: dict[str, bytes | str] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": (
            f"<office:document-content {ODF}><office:scripts/><office:body>"
            f"<office:annotation><dc:creator>{MAKER}</dc:creator></office:annotation>"
            f"<text:p>Ngā mihi</text:p>{body}</office:body></office:document-content>"
        ),
        "meta.xml": f"<office:document-meta {ODF}><dc:creator>{MAKER}</dc:creator>"
        "</office:document-meta>",
        "settings.xml": f"<office:document-settings {ODF}>Printer of {MAKER}"
        "</office:document-settings>",
        "Thumbnails/thumbnail.png": photo("PNG"),
        "Pictures/1.png": photo("PNG"),
        "META-INF/manifest.xml": (
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<m:file-entry m:full-path="/" m:media-type="x"/>'
            '<m:file-entry m:full-path="meta.xml" m:media-type="text/xml"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
            "</m:manifest>"
        ),
    }
    return packed({**parts, **more})


def zip_bomb(megabytes: int = 120) -> bytes:
    """A document that unpacks to far more than it weighs."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in word_parts().items():
            archive.writestr(name, content)
        with archive.open("word/filler.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b"\0" * 1_000_000)
    return made.getvalue()


def lying_zip_bomb() -> bytes:
    """The same, but the archive says its parts are small."""
    honest = bytearray(zip_bomb(60))
    size = struct.pack("<I", 60_000_000)
    at = honest.rfind(size)
    honest[at : at + 4] = struct.pack("<I", 10)
    return bytes(honest)
