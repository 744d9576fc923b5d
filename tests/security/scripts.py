"""Words that are scripts wherever somebody forgets to escape them (S20)."""

from __future__ import annotations

import itertools

#: What each of them runs; the page of the test counts it.
RUN = "__ran(1)"
#: What a word becomes that was taken for markup but did not run.
MARK = "data-inj"
_OUT_OF = (
    *("", '">', "'>", "</textarea>", "</title>", "</script>", "</style>", "-->"),
    *(
        "]]>",
        "</option></select>",
        "</a>",
        "`>",
        '\\">',
        "<!--><",
        "</svg>",
        "<![CDATA[",
    ),
)
_MARKUP = (
    f"<img {MARK} src=x onerror={RUN}>",
    f"<svg {MARK} onload={RUN}>",
    f"<script {MARK}>{RUN}</script>",
    f"<body {MARK} onload={RUN}>",
    f"<iframe {MARK} srcdoc='<script>parent.{RUN}</script>'>",
    f"<details {MARK} open ontoggle={RUN}>",
    f"<video {MARK}><source onerror={RUN}></video>",
    f"<input {MARK} autofocus onfocus={RUN}>",
    f"<a {MARK} href=javascript:{RUN}>x</a>",
    f"<object {MARK} data=javascript:{RUN}>",
    f"<math {MARK}><mtext><style><img src=x onerror={RUN}></style></mtext></math>",
    f"<form {MARK} action=javascript:{RUN}><button>x</button></form>",
    f"<div {MARK} hx-get=/healthz hx-trigger=load hx-on::load={RUN}>x</div>",
    f"<style {MARK}>@import 'https://evil.example/x.css';</style>",
    f"<meta {MARK} http-equiv=refresh content='0;url=https://evil.example/'>",
    f"<base {MARK} href=https://evil.example/>",
    f"<link {MARK} rel=stylesheet href=https://evil.example/x.css>",
    f"<IMG {MARK} SRC=x ONERROR={RUN}//",
    f"<svg {MARK}><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<x {MARK} onclick={RUN} tabindex=1 style=position:fixed;inset:0>x</x>",
)
_ATTRIBUTES = (
    f'" {MARK} onmouseover={RUN} x="',
    f"' {MARK} onmouseover={RUN} x='",
    f'" {MARK} autofocus onfocus={RUN} x="',
    f"x {MARK} onfocus={RUN} autofocus ",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"';{RUN};'",
    f'";{RUN};"',
    f"${{{RUN}}}",
    f"{{{{ {RUN} }}}}",
    "{% debug %}{{ settings.SECRET_KEY }}",
    f"\\u003cimg src=x onerror={RUN}\\u003e",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"＜script＞{RUN}＜/script＞",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<a href='https://evil.example' {MARK}>x</a>",
)


def payloads() -> list[str]:
    """Return every one of them; more than three hundred."""
    made = [out + markup for markup, out in itertools.product(_MARKUP, _OUT_OF)]
    return [*made, *_ATTRIBUTES]


class Deck:
    """Deals payloads in turn, so that every one stands in some field.

    ``least`` is how many a text holds at least. As many turns as that goes into all of
    them show each text every one of them, as far as it has room.
    """

    def __init__(self, turn: int = 0, *, least: int = 1) -> None:
        self._all, self._least = payloads(), least
        self._next = turn * least
        self.dealt: set[str] = set()

    def words(self, number: int = 9, *, limit: int = 10_000) -> str:
        """Return some payloads as one text no longer than ``limit``."""
        text = ""
        for place in range(max(number, self._least)):
            payload = self._all[(self._next + place) % len(self._all)]
            if len(text) + len(payload) + 1 > limit:
                break
            self.dealt.add(payload)
            text = f"{text} {payload}" if text else payload
        self._next += number
        return text
