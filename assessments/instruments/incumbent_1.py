"""What survivors were asked in the earlier system: twelve numbered questions.

Its export tells the numbers and not the words, so nothing is put into anybody's mouth.
Its items share no code with ours: no figure joins the two.
"""

from __future__ import annotations

from assessments.instruments.parts import (
    Group,
    Instrument,
    Item,
    OpenQuestion,
    Scale,
    Words,
)

_GROUP = Group(
    "earlier",
    Words("The earlier questions", "Ngā pātai o mua"),
    Words("From the earlier system."),
)

INSTRUMENT = Instrument(
    code="incumbent-1",
    title=Words("Questions of the earlier system", "Ngā pātai o te pūnaha o mua"),
    scale=Scale(
        (
            Words("1, the lowest"),
            Words("2"),
            Words("3"),
            Words("4"),
            Words("5, the highest"),
        )
    ),
    groups=(_GROUP,),
    items=tuple(
        Item(
            f"q{number:02}",
            _GROUP.code,
            Words(f"Question {number}", f"Pātai {number}"),
            f"Question {number}",
        )
        for number in range(1, 13)
    ),
    open_questions=(OpenQuestion("comment", Words("Comment", "Kōrero")),),
)
