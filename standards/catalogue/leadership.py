"""Area 1: leadership and governance."""

from __future__ import annotations

from standards.catalogue.entries import Area, Standard

LEADERSHIP_1 = Area(
    "1",
    "Leadership and governance",
    "Who answers for the organisation, where it is going, and whether the needs of men "
    "are part of its plans, its money and its people.",
    (
        Standard(
            "1.1",
            "A legal body with a purpose",
            "We are an incorporated legal body, and we have put into words what we are "
            "here for and what we want to become.",
            "Men who turn to us, and those who fund us, need somebody they can hold to "
            "account: people with clear duties, working towards aims that anybody can "
            "read.",
            "We know our legal duties, we meet them, and we see to it that everybody "
            "who works here does.",
            "I can say what this organisation is for, and how my own work adds to it.",
            "I can find out what this organisation is for, in a form that suits me.",
        ),
        Standard(
            "1.2",
            "A plan that lasts",
            "We have a long-term plan that keeps support going for the men who rely "
            "on it.",
            "Support that stops without warning does harm. Money, people and premises "
            "have to be thought about years ahead, not from one contract to the next.",
            "We have a written plan for the years to come and go over it every year, "
            "with a lasting service as its first aim.",
            "I know the plan, I work towards it, and I am asked when it is looked at "
            "again.",
            "I can read the plan in a form that suits me, and I am invited to say what "
            "should change.",
        ),
        Standard(
            "1.3",
            "Te Tiriti and working with Māori",
            "We have a policy of our own for working with Māori as tangata whenua, and "
            "it honours Te Tiriti o Waitangi.",
            "Te Tiriti binds everybody who offers a service in Aotearoa to "
            "partnership. That means support that works for Māori, that answers to "
            "Māori, and that Māori help to shape.",
            "We have such a policy, and it can be seen in how we govern and in how we "
            "support people.",
            "I understand the policy and I can show where I put it into practice.",
            "I can read the policy, I understand what it means for me, and I can help "
            "to improve it.",
        ),
        Standard(
            "1.4",
            "Policies made for men",
            "Our policies and procedures are written with the support of men in mind.",
            "A procedure that was made for somebody else may not fit a man who was "
            "harmed. Words, first contact and ways of working need to suit men, in all "
            "their variety.",
            "Our policies speak to the needs of male survivors. They are used "
            "throughout the organisation and looked at again at set times.",
            "I know the policies, I work by them, and I help to check whether they "
            "still fit.",
            "I can see the policies that touch me, and I am welcome to say what I "
            "think of them.",
        ),
        Standard(
            "1.5",
            "Money kept for its purpose",
            "Our financial controls keep money that is meant for men's support safe "
            "for that support.",
            "Money given for a purpose belongs to that purpose. Open books and regular "
            "checks show that it went there, and nowhere else unless the funder "
            "agreed.",
            "Money for the support of men goes to the support of men. Our controls and "
            "our audits would show us if it did not.",
            "I know which money is tied to a purpose when I plan or spend it.",
            "I can see the accounts the organisation publishes, in a form I can "
            "follow.",
        ),
        Standard(
            "1.6",
            "People with the right skills",
            "The people who work here have the experience, the training or the "
            "qualifications to support men.",
            "Supporting a male survivor well takes knowledge of how men respond to "
            "trauma and of what they face from those around them. Goodwill is not "
            "enough.",
            "Each year we ask what our people need to learn, and we have a plan and a "
            "programme to close the gaps.",
            "I keep learning, and what I learn includes what is particular to "
            "supporting men.",
            "I can ask to see how the people who support me are trained, and I am "
            "shown.",
        ),
        Standard(
            "1.7",
            "Men are seen here",
            "Everybody is included here, and men are visible in every part of the "
            "organisation.",
            "Men tell us that seeing other men in a place says, before anybody speaks: "
            "this is for you as well.",
            "We want men to be visible here, and the way we take people on reflects "
            "it.",
            "I understand why it matters that men are seen here, and I help to make it "
            "so.",
            "I feel that I belong here, and I am asked whether I do.",
        ),
    ),
)
