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

ISSUES = (
    "I have never told anybody. It sits on me most when it is quiet.",
    "It comes back at work, and then I’m no use to anybody for a day.",
    "I want to stop being angry with people who have done nothing.",
)
AS_HARD_AS = ("Like carrying a fridge.", "Some days fine, some days not at all.", "")
STRENGTHS = (
    "Turns up. Fixes any engine. His daughter says he listens.",
    "Keeps a garden that feeds the street.",
    "Has not missed a Tuesday group since March.",
)
STEPS = (
    ("Ring about the flat in the next street", "He, with me beside him"),
    ("Ask the doctor about sleep", "He"),
    ("Come to the men’s group once, and see", "He and I"),
)
MOVED = ("", "Found the number.", "Rang once; nobody picked up. He will again.")
SIGNS = ("I stop answering texts.", "I check the locks again and again.")
HELPS = ("Walking the dog, whatever the hour.", "Cold water, and counting tiles.")
PLACES = ("The bench by the river.", "My brother’s shed.")
OBJECTIVES = (
    "Sleeping with the light off.",
    "Going to my son’s games and staying to the end.",
    "A week without looking over my shoulder.",
)
NEEDED = ("Somewhere to sleep from Friday.", "Somebody with him at the court.")
