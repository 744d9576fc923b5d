"""What a text might hold to make the maker of a PDF fetch or embed something."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CSS = {
    "style import": '<style>@import "{u}/a1";</style>',
    "style import url": "<style>@import url({u}/a2);</style>",
    "font face": "<style>@font-face{{font-family:z;src:url({u}/a3)}}"
    "p{{font-family:z}}</style><p>z</p>",
    "font face woff": "<style>@font-face{{font-family:y;src:url({u}/a4)"
    " format('woff2')}}</style><p style='font-family:y'>y</p>",
    "background": "<style>body{{background:url({u}/a5)}}</style>",
    "background inline": "<p style='background-image:url({u}/a6)'>x</p>",
    "list image": "<ul style='list-style-image:url({u}/a7)'><li>x</ul>",
    "content": "<style>q::before{{content:url({u}/a8)}}</style><q>x</q>",
    "border image": "<p style='border:9px solid;border-image:url({u}/a9) 9'>x</p>",
    "page background": "<style>@page{{background:url({u}/a10)}}</style>",
    "page margin": "<style>@page{{@top-left{{content:url({u}/a11)}}}}</style>",
    "image set": "<p style=\"background:image-set('{u}/a12' 1x)\">x</p>",
    "escaped": "<p style='background:u\\72l({u}/a13)'>x</p>",
    "colour profile": "<style>@color-profile --p{{src:url({u}/a14)}}</style>",
    "footnote": "<style>::footnote-marker{{content:url({u}/a15)}}"
    "i{{float:footnote}}</style><i>x</i>",
}
_ELEMENTS = {
    "stylesheet": '<link rel="stylesheet" href="{u}/b1">',
    "image": '<img src="{u}/b2" alt="x">',
    "image set of sources": '<img srcset="{u}/b3 2x" src="{u}/b4" alt="x">',
    "object": '<object data="{u}/b5">x</object>',
    "embed": '<embed src="{u}/b6">',
    "frame": '<iframe src="{u}/b7"></iframe>',
    "input": '<input type="image" src="{u}/b8">',
    "video": '<video poster="{u}/b9"><source src="{u}/b10"></video>',
    "base": '<base href="{u}/"><img src="b11" alt="x">',
    "attachment": '<link rel="attachment" href="{u}/b12">',
    "attachment link": '<a rel="attachment" href="{u}/b13">x</a>',
    "attachment of ours": '<link rel="attachment" href="img/icon.svg">',
    "attachment link of ours": '<a rel="attachment" href="img/icon.svg">x</a>',
    "refresh": '<meta http-equiv="refresh" content="0;url={u}/b14">',
    "script": '<script src="{u}/b15"></script>',
    "redirect": '<img src="{u}/redirect" alt="x">',
    "body background": '<body background="{u}/b16"><p>x</p></body>',
}
_SVG = {
    "svg image": '<svg><image href="{u}/c1" width="9" height="9"/></svg>',
    "svg image of old": '<svg><image xlink:href="{u}/c2" width="9" height="9"/></svg>',
    "svg use": '<svg><use href="{u}/c3#x"/></svg>',
    "svg style": "<svg><style>@import '{u}/c4';</style></svg>",
    "svg fill": '<svg width="9" height="9"><rect fill="url({u}/c5#x)" width="9"'
    ' height="9"/></svg>',
    "svg filter": '<svg><rect filter="url({u}/c6#x)" width="9" height="9"/></svg>',
    "svg foreign": '<svg><foreignObject><img src="{u}/c7" alt="x"/>'
    "</foreignObject></svg>",
    "svg font": "<svg><style>@font-face{{font-family:s;src:url({u}/c8)}}</style>"
    '<text font-family="s">x</text></svg>',
}
#: Other ways to write the address of this machine.
_HOSTS = {
    "mapped": "[::ffff:127.0.0.1]",
    "name": "localhost",
    "short": "127.1",
    "number": "2130706433",
    "hexadecimal": "0x7f000001",
    "any": "0.0.0.0",  # noqa: S104  asked, not bound to
    "with a user": "static.invalid@127.0.0.1",
}


class Trap:
    """A server on this machine that nobody has a reason to ask anything."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.port = server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self.asked: list[str] = []


@contextmanager
def trap() -> Iterator[Trap]:
    """Listen on loopback inside the block."""

    class Caught(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            set_up.asked.append(self.path)
            to_another = self.path == "/redirect"
            self.send_response(302 if to_another else 200)
            if to_another:
                self.send_header("Location", "/redirected")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("0.0.0.0", 0), Caught)  # noqa: S104  short addresses
    set_up = Trap(server)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield set_up
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def vectors(caught: Trap, secret: Path) -> dict[str, str]:
    """Return every vector by its name, aimed at a trap and at a file."""
    families = {**_CSS, **_ELEMENTS, **_SVG}
    aimed = {name: html.format(u=caught.url) for name, html in families.items()}
    for name, host in _HOSTS.items():
        aimed[name] = f'<img src="http://{host}:{caught.port}/{name}" alt="x">'
    outwards = (
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{caught.url}/d" />'
    )
    coded = base64.b64encode(f"{outwards}</svg>".encode()).decode()
    return aimed | {
        "no scheme": f'<img src="//127.0.0.1:{caught.port}/e1" alt="x">',
        "capitals": f'<img src="HTTP://127.0.0.1:{caught.port}/e2" alt="x">',
        "ftp": '<img src="ftp://127.0.0.1/e3" alt="x">',
        "data": f'<img src="data:image/svg+xml;base64,{coded}" alt="x">',
        "data style": '<link rel="stylesheet" href="data:text/css,@import%20url('
        f'{caught.url}/e4)">',
        "file": f'<img src="file://{secret}" alt="x">',
        "file attached": f'<link rel="attachment" href="file://{secret}">',
        "file linked": f'<a rel="attachment" href="file://{secret}">x</a>',
        "path": f'<img src="{secret}" alt="x">',
        "climbing": '<img src="css/../../manage.py" alt="x">',
        "climbing in code": '<link rel="attachment" href="css/%2e%2e/manage.py">',
        "beside us": '<img src="https://static.invalid.example/x.png" alt="x">',
    }
