"""QR codes as inline SVG: drawn here, and nothing the content policy refuses."""

from __future__ import annotations

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

_QUIET_ZONE = 4


def qr_svg(text: str, *, title: str) -> SafeString:
    """Return a QR code of ``text``; ``title`` tells a screen reader what it is for."""
    rows = list(segno.make(text, micro=False).matrix_iter(border=_QUIET_ZONE))
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    # Its own white ground: a camera needs dark on light in the dark scheme too.
    return format_html(
        '<svg viewBox="0 0 {0} {0}" width="240" height="240" role="img"'
        ' aria-labelledby="qr-title" shape-rendering="crispEdges">'
        '<title id="qr-title">{1}</title>'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
        len(rows),
        title,
        path,
    )
