"""Names and words for fictional people: humane, plain, and nobody's."""

from __future__ import annotations

FIRST_NAMES = (
    *("Tāne", "Hēmi", "Wiremu", "Rangi", "Mānu", "Pāora", "Hōne", "Tāwhiri", "Kāhu"),
    *("Sione", "Ioane", "Semisi", "Lui", "John", "Peter", "Craig", "Dave", "Nigel"),
    *("Brett", "Simon", "Anil", "Wei", "Jean-Luc", "Shay", "Darcy", "Grant", "Todd"),
)
#: Trees, birds and things that lie about: no family is called so.
LAST_NAMES = (
    *("Kererū", "O'Fern", "Moss-Stone", "Harakeke", "Rātā", "Pōhutukawa", "Weka"),
    *("D'Brook", "Tarāpunga", "Lancewood", "Kōwhai-Hill", "Ti'ata", "Nīkau", "Kea"),
    *("Driftwood", "Pīngao", "Whēkī", "Riverstone", "Tūī", "McFantail", "Kāmahi"),
)
PREFERRED = ("Bear", "Mac", "Uncle T", "Jonty", "Koro", "Fish", "Rā")
IWI = ("Ngāpuhi", "Ngāti Porou", "Waikato-Tainui", "Ngāi Tahu", "Te Āti Awa", "Tūhoe")
REFERRERS = (
    *("Himself", "His GP", "A friend", "His partner", "A counsellor", "The website"),
    *("Police", "ACC", "A probation officer", "Another survivor"),
)
MAY_SAY = (
    "Say it is a mate from the gym",
    "Text first, then ring",
    "Fine to leave a message with a first name only",
    "Only on weekdays after work",
    "",
)

SUPPORTERS = (
    *(("Aroha", "Sister"), ("Koro Tāwhai", "Grandfather"), ("Mele", "Partner")),
    *(("Big Steve", "Friend"), ("Dr Fernside", "GP"), ("Hinemoa", "Mother")),
    *(("Tama", "Son"), ("Jude", "Counsellor"), ("Ropata", "Probation officer")),
)
HOPES = (
    "See my kids more",
    "Sleep through the night",
    "A place of my own",
    "Tell my brother",
    "Finish the carpentry course",
    "Walk into town without looking over my shoulder",
)
#: What helps, and what could be better: one bank for each question in words.
TOLD = (
    (
        "Having somebody who has been there himself.",
        "That nobody hurries me.",
        "The Tuesday group. Good sorts.",
        "He rings when he says he will.",
    ),
    (
        "Somewhere to meet closer to home.",
        "Evenings would be easier with my shifts.",
        "Nothing. Keep going.",
        "More te reo in the group.",
    ),
)

OPENINGS = (
    "We walked along the river and talked as we went.",
    "Had a cuppa at his kitchen table.",
    "He rang when he said he would.",
    "Quiet start today; he was glad to just sit for a while.",
    "Met at the library, our usual corner.",
    "He had his dog with him, which made it easier to talk.",
)
MIDDLES = (
    "Sleep is getting better, most nights till five.",
    "He told his sister a bit about it, and she listened.",
    "Work has been heavy and he has kept turning up anyway.",
    "He is proud of three weeks without a drink.",
    "Talked about the anniversary coming up and what would help on the day.",
    "He wants to try the men's group, with me there the first time.",
    "The letter from the landlord is sorted; we wrote the answer together.",
    "He laughed more than I have heard him laugh before.",
    "He asked whether it ever goes quiet. We talked about what quiet looks like.",
    "His tamariki stayed the weekend and they went fishing.",
)
ENDINGS = (
    "Next time he would like to talk about court.",
    "Agreed to text on Friday.",
    "He knows who to ring if the nights get bad again.",
    "He read this note and is happy with it.",
    "Ka pai, a good step.",
    "",
)
