"""Pictures: decoded and encoded anew, so that nothing but what one sees is left."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from msa.uploads.kinds import Kind
from msa.uploads.refusals import Fault, Refused

#: As many as a good phone camera makes; a picture of one colour could have thousands
#: of times more in the same bytes.
MOST_DOTS = 40_000_000
_QUALITY = 90
_MODES = {
    "JPEG": ("L", "RGB"),
    "PNG": ("1", "L", "LA", "I;16", "RGB", "RGBA"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("L", "RGB", "RGBA"),
}


def clean_picture(kind: Kind, content: bytes) -> bytes:
    """Return a picture of a kind anew, upright and without metadata.

    Raises:
        Refused: it is too large to be opened, moves, or can't be read.
    """
    return encoded_anew(kind.name, content)


def encoded_anew(name: str, content: bytes) -> bytes:
    """Return a picture anew in the format that Pillow calls ``name``.

    Raises:
        Refused: as :func:`clean_picture`.
    """
    # The library's own limit only warns; ours is asked before a dot is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=[name]) as picture:
        width, height = picture.size
        if width * height > MOST_DOTS:
            raise Refused(Fault.TOO_MANY_DOTS)
        # A phone's JPEG may carry a second, smaller picture: it does not move.
        if getattr(picture, "n_frames", 1) > 1 and name != "JPEG":
            raise Refused(Fault.MOVING)
        upright = ImageOps.exif_transpose(picture)
    plain = _in_a_mode(upright, _MODES[name])
    plain.info = {}
    made = io.BytesIO()
    options = {"quality": _QUALITY} if name in {"JPEG", "WEBP"} else {"optimize": True}
    plain.save(made, format=name, **options)
    return made.getvalue()


def _in_a_mode(picture: Image.Image, modes: tuple[str, ...]) -> Image.Image:
    is_see_through = "transparency" in picture.info or picture.mode in {"RGBA", "LA"}
    if is_see_through and "RGBA" in modes:
        return picture.convert("RGBA")
    if picture.mode in modes:
        return picture.copy()
    return picture.convert("RGB")
