"""Form 2, version 1: the statements that every survivor is asked (ASM-02).

In the first person and in everyday words, so that nobody needs help to read them. No
speaker has confirmed the te reo Māori yet.
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

_SCALE = Scale(
    (
        Words("Not at all true", "Kāore rawa i te tika"),
        Words("A little true", "He iti te tika"),
        Words("Partly true", "He āhua tika"),
        Words("Mostly true", "He tika i te nuinga o te wā"),
        Words("Very true", "He tino tika"),
    )
)

_GROUPS = (
    Group(
        "delivered",
        Words("How support is given", "Te āhua o te tautoko"),
        Words(
            "First, how we support you.",
            "Tuatahi, te āhua o tā mātou tautoko i a koe.",
        ),
    ),
    Group(
        "helped",
        Words("What support helps with", "Ngā āwhina a te tautoko"),
        Words(
            "Next, what our support has helped you with.",
            "Tuarua, ngā mea kua āwhinatia koe e tā mātou tautoko.",
        ),
    ),
    Group(
        "contributed",
        Words("What has grown", "Ngā mea kua tipu"),
        Words(
            "Last, what our support may have added to your life.",
            "Whakamutunga, ngā mea kua tāpirihia pea e te tautoko ki tō oranga.",
        ),
    ),
)

_DELIVERED = (
    Item(
        "culture",
        "delivered",
        Words(
            "My culture and beliefs are respected here.",
            "Ka whakaute tēnei wāhi i taku ahurea me aku whakapono.",
        ),
        "Culture is respected",
    ),
    Item(
        "age",
        "delivered",
        Words(
            "The support fits a person of my age.",
            "E hāngai ana te tautoko ki te tangata o taku pakeke.",
        ),
        "Fits his age",
    ),
    Item(
        "identity",
        "delivered",
        Words(
            "I can be open here about my sexuality and gender.",
            "Ka taea e au te kōrero māhorahora mō taku hōkakatanga me taku ira.",
        ),
        "Open about sexuality and gender",
    ),
    Item(
        "available",
        "delivered",
        Words(
            "I can get support when I need it.",
            "Ka whiwhi tautoko au i te wā e hiahia ana au.",
        ),
        "There when needed",
    ),
    Item(
        "access",
        "delivered",
        Words(
            "It is easy for me to get to my support.",
            "He māmā taku tae atu ki te tautoko.",
        ),
        "Easy to get to",
    ),
    Item(
        "lasting",
        "delivered",
        Words(
            "I can count on this support for as long as I need it.",
            "Ka whakawhirinaki au ki tēnei tautoko mō te roa e hiahiatia ana.",
        ),
        "Can be counted on",
    ),
    Item(
        "skilled",
        "delivered",
        Words(
            "The people who support me know what they are doing.",
            "E mōhio ana ōku kaitautoko ki ā rātou mahi.",
        ),
        "People know their work",
    ),
)

_HELPED = (
    Item(
        "heard",
        "helped",
        Words(
            "I am listened to, understood and respected.",
            "Ka whakarongo mai rātou, ka mārama, ka whakaute i a au.",
        ),
        "Heard and respected",
    ),
    Item(
        "sense",
        "helped",
        Words(
            "I can make more sense of what happened to me.",
            "Kua mārama ake au ki ngā mea i pā ki a au.",
        ),
        "Making sense of what happened",
    ),
    Item(
        "coping",
        "helped",
        Words(
            "I feel more sure of myself, and I cope better.",
            "Kua māia ake au, ā, he pai ake taku whakahaere i ngā uauatanga.",
        ),
        "Sure of himself, coping",
    ),
    Item(
        "needs",
        "helped",
        Words(
            "I know better what kind of support I need.",
            "Kua mōhio ake au he aha te momo tautoko e hiahiatia ana e au.",
        ),
        "Knowing what he needs",
    ),
    Item(
        "where",
        "helped",
        Words(
            "I know where to go for support.",
            "E mōhio ana au me haere ki hea mō te tautoko.",
        ),
        "Knowing where to go",
    ),
)

_CONTRIBUTED = (
    Item(
        "independence",
        "contributed",
        Words(
            "I run my own life and make my own choices.",
            "Kei a au te mana whakahaere o taku oranga me aku whiringa.",
        ),
        "Running his own life",
    ),
    Item(
        "worth",
        "contributed",
        Words("I feel good about who I am.", "E pai ana taku titiro ki a au anō."),
        "Feeling good about himself",
    ),
    Item(
        "relationships",
        "contributed",
        Words(
            "I get on better with the people close to me.",
            "He pai ake taku noho tahi me te hunga e tata ana ki a au.",
        ),
        "Closer relationships",
    ),
    Item(
        "whanau",
        "contributed",
        Words(
            "My family, whānau and community understand and support me.",
            "E mārama ana, e tautoko ana taku whānau me taku hapori i a au.",
        ),
        "Whānau and community behind him",
    ),
    Item(
        "belonging",
        "contributed",
        Words(
            "I feel that I belong.",
            "E rongo ana au he wāhi tōku.",
        ),
        "Belonging",
    ),
    Item(
        "hope",
        "contributed",
        Words(
            "I have hope, and I feel able to do what matters to me.",
            "He tūmanako tōku, ā, ka taea e au ngā mea nui ki a au.",
        ),
        "Hope and ability",
    ),
    Item(
        "services",
        "contributed",
        Words(
            "I can get the other services that I need.",
            "Ka whiwhi au i ērā atu ratonga e hiahiatia ana e au.",
        ),
        "Getting other services",
    ),
)

INSTRUMENT = Instrument(
    code="form-2.1",
    title=Words("Check-in", "Te tirohanga"),
    scale=_SCALE,
    groups=_GROUPS,
    items=_DELIVERED + _HELPED + _CONTRIBUTED,
    open_questions=(
        OpenQuestion(
            "helps",
            Words("What helps you most?", "He aha te mea tino āwhina i a koe?"),
        ),
        OpenQuestion(
            "better",
            Words("What could be better?", "He aha te mea ka taea te whakapai ake?"),
        ),
    ),
)
