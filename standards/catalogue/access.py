"""Area 2: access and engagement."""

from __future__ import annotations

from standards.catalogue.entries import Area, Standard

ACCESS_1 = Area(
    "2",
    "Access and engagement",
    "Whether men hear of us, find us, come in and come back. Many take a long time and "
    "several attempts, and no two groups of men come by the same way.",
    (
        Standard(
            "2.1",
            "Messages that speak to men",
            "What we publish about our support speaks to men, respects their cultures "
            "and shows the variety of our community.",
            "A man is more likely to get in touch when he can see himself in what he "
            "reads, in places where he spends his time.",
            "What we publish for male survivors is made for them, put where they will "
            "come across it, and shows the men of our community as they are.",
            "I know why such messages reach men, and why they should speak of hope and "
            "of life afterwards.",
            "What I saw spoke to me, I came across it in a place that suits me, and I "
            "was asked what I made of it.",
        ),
        Standard(
            "2.2",
            "Reaching men on the margins",
            "We have a strategy for reaching the men in our community who are pushed "
            "aside or go without.",
            "Every man faces hurdles on the way to support. They are higher for men "
            "without a home, for gay, bisexual and transgender men, and for men of "
            "small communities.",
            "We carry out a strategy for reaching men who are pushed aside or go "
            "without.",
            "I know the strategy and can name what I do for it.",
            "People like me are reached out to here, and getting support has become "
            "easier.",
        ),
        Standard(
            "2.3",
            "The same access for everybody",
            "Everybody can use all our services and premises on equal terms, whatever "
            "his or her gender, ethnicity, culture or faith.",
            "A man should not get less, or wait longer, because of who he is.",
            "We keep nobody from a service or a place because of who they are.",
            "I know why access has to be equal, and I act when it is not.",
            "I know what I am entitled to, and whom to turn to if I think a door was "
            "closed to me without good reason.",
        ),
        Standard(
            "2.4",
            "A place that welcomes",
            "Our premises are welcoming, and people can get into them and around in "
            "them, whoever they are.",
            "The room is the first thing a man learns about us. It can tell him that "
            "he is expected, or that he is in the wrong place.",
            "We make a place that welcomes everybody and keep in mind what male "
            "survivors need of it.",
            "I help everybody to feel welcome here, and I keep in mind what a male "
            "survivor may need.",
            "I can get in easily, I feel welcome, and I am asked what could be better.",
        ),
    ),
)
