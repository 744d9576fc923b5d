"""What becomes of an email: which row there is says where it stands (ADR 40).

What waits is a draft, sealed; what is kept is another row, which nobody changes.
"""

from __future__ import annotations

from collections.abc import Mapping

from cases.emails.enums import Stage

STARTS: Mapping[Stage, str] = {Stage.WAITS: "a peer worker adds it, and it is read"}
MOVES: Mapping[tuple[Stage, Stage], str] = {
    (Stage.WAITS, Stage.KEPT): "he keeps what belongs to the record; the rest goes",
    (Stage.WAITS, Stage.GONE): "he throws it away",
    (Stage.KEPT, Stage.GONE): "the record is erased",
}
BY_TIME: Mapping[tuple[Stage, Stage], str] = {
    (Stage.WAITS, Stage.GONE): "14 days pass",
}
