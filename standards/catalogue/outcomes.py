"""Area 4: outcomes and evaluation."""

from __future__ import annotations

from standards.catalogue.entries import Area, Standard

OUTCOMES_1 = Area(
    "4",
    "Outcomes and evaluation",
    "What comes of our support: for the man himself, who can see how far he has come; "
    "for us, who want to do better; and for those who fund us.",
    (
        Standard(
            "4.1",
            "Feedback, also from those who left",
            "We encourage feedback from men, including those who decided not to go on "
            "with support.",
            "Men who stay can tell us what helps. Men who left can tell us what stood "
            "in the way, if there are several easy ways to do so.",
            "We want to hear from men about our support and have set up ways for them "
            "to tell us.",
            "I invite men to tell us how it was for them, and it changes what I do.",
            "I know how to give feedback, I can do so in a way that suits me, and I "
            "hear what came of it.",
        ),
        Standard(
            "4.2",
            "A panel of people we support",
            "A panel of people who use our support advises us, and men are part of it.",
            "Support that is shaped with survivors meets their needs better than "
            "support that is shaped for them.",
            "We ask men for advice on how our support is designed, given and improved.",
            "I can put a question to the panel, and I am told what it advises where it "
            "helps my work.",
            "I know of the panel, I can take part in it, and I can see what comes of "
            "its advice.",
        ),
        Standard(
            "4.3",
            "Knowing what changes for him",
            "We find out, and keep track of, what changes for the men we support.",
            "What counts as a good change is for the survivor to judge. It may not be "
            "what the organisation or its funder would have picked.",
            "We care about what changes for each man, and we keep track of it.",
            "I have learned how to talk about change with a man, and what he says "
            "guides the support.",
            "I say for myself what a good change would be, and whether it has come.",
        ),
        Standard(
            "4.4",
            "Learning from the figures",
            "We collect and study what men tell us, to learn whether our support makes "
            "a difference in their lives.",
            "Only figures that are gathered and read regularly can show what helps. "
            "Published plainly, they can also encourage another man to get in touch.",
            "We collect figures because they help us to do better.",
            "I can explain why we collect figures and what we do with them.",
            "I can see what is collected and how it is used. Adding to it is a choice "
            "I make.",
        ),
        Standard(
            "4.5",
            "New support from what we learn",
            "We go over our figures, our reviews and what men tell us, and develop new "
            "kinds of support from them.",
            "What men need changes. Looking back regularly, and around at the whole "
            "community, shows whom we do not reach yet and what is missing.",
            "What men need drives what we develop, and we go looking for it in "
            "research and in feedback.",
            "I put into practice what reviews and feedback suggest, and help men to "
            "have their say in them.",
            "I can have a part in new kinds of support, from the first idea to doing "
            "it.",
        ),
    ),
)
