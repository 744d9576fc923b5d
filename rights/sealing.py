"""Where sealed words and copies live: part of what each is bound to."""

from __future__ import annotations

from consent.documents import Binding

WORDS = Binding("rights_words")
COPY = Binding("rights_copy")
