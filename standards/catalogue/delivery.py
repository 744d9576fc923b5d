"""Area 3: service delivery."""

from __future__ import annotations

from standards.catalogue.entries import Area, Standard

DELIVERY_1 = Area(
    "3",
    "Service delivery",
    "The support itself: that it starts from the man and his strengths, that he is "
    "safe, and that he chooses.",
    (
        Standard(
            "3.1",
            "How men respond to trauma",
            "Our leaders and staff understand how men respond to trauma, and our "
            "support builds on strengths and aims at recovery.",
            "Ideas about what a man should be can silence him, and a service that does "
            "not see this can hurt him again. Support that starts from the person and "
            "his strengths helps.",
            "We take on and train people so that they understand how men respond to "
            "trauma.",
            "I am trained in how men respond to trauma, and have supervision and "
            "material to lean on.",
            "I understand better how men respond to trauma, and I can see it in the "
            "way I am supported.",
        ),
        Standard(
            "3.2",
            "Peer support by the guidelines",
            "The peer support we offer to men follows the peer support practice "
            "guidelines of Male Survivors Aotearoa.",
            "The guidelines set out the values, the ethics and the skills of peer "
            "support for male survivors. They rest on intentional peer support: two "
            "people who learn together.",
            "Our peer support follows the guidelines, and we can show that it does.",
            "I know the guidelines well, and my training and experience are in line "
            "with them.",
            "My record, and what I say about my support, show that it follows the "
            "guidelines.",
        ),
        Standard(
            "3.3",
            "He says what he needs",
            "Men find out for themselves which support they need, and we are flexible "
            "in how we come together.",
            "A man knows best what would help him and what would not. He may need more "
            "time, another pace or another way in before he decides.",
            "We know that it can take a man time to engage, and our ways of working "
            "leave room for it.",
            "I adapt how, when and where we meet, so that a man can stay in touch.",
            "I choose how I take part.",
        ),
        Standard(
            "3.4",
            "When it is urgent",
            "Our people notice when a man needs urgent support or is in crisis, and "
            "know what to do.",
            "Many men come to us at a turning point in their lives. Those in crisis "
            "come first; and whoever has to wait, or finds us closed, is told who can "
            "help at once.",
            "We have ways of working to notice a crisis, to make things safer and to "
            "bring in others straight away.",
            "I am trained to notice a crisis, to make things safer and to bring in "
            "others where needed.",
            "When it was urgent, people here responded as I needed, and asked me "
            "afterwards how it was.",
        ),
        Standard(
            "3.5",
            "Ethics and the law",
            "We keep to every ethical and legal framework that applies to our work.",
            "Rules of ethics and law keep support safe and make it work. For members "
            "of Male Survivors Aotearoa they include its policies and the values of "
            "intentional peer support.",
            "We meet our ethical and legal duties and make sure that our support is "
            "safe.",
            "I know the rules for my work and I keep to them.",
            "I can find out which rules the organisation works by and whether it keeps "
            "them.",
        ),
        Standard(
            "3.6",
            "A choice of who supports him",
            "Every man can choose the gender of the person who supports him.",
            "Some men want to talk with a man, others with a woman, and many do not "
            "mind. Nobody should have to give a reason. We note that we asked and "
            "whether the choice was met.",
            "Choosing the gender of one's support person matters, and our ways of "
            "working make sure that the choice is met.",
            "I know why this choice matters, I offer it and I respect it.",
            "I was asked, and my choice was respected.",
        ),
        Standard(
            "3.7",
            "His needs and his safety",
            "We talk with each man about his needs and his safety, and do so again as "
            "things change.",
            "Safety is part of every kind of support. In peer support it is a "
            "conversation between two people who return to it, rather than a form that "
            "one fills in about the other.",
            "We understand what trauma does, and work with our people to understand "
            "what each man needs and what could put him at risk.",
            "I know why this conversation matters, and I have it with each man in the "
            "way that fits.",
            "It was explained to me what this conversation is for, and I took part in "
            "it.",
        ),
        Standard(
            "3.8",
            "His own next steps",
            "Support follows what each man wants and needs: his own next steps, agreed "
            "with him.",
            "His hopes and his next steps give support its direction. They are his, "
            "they change, and they are looked at together. Sometimes they lead to "
            "other services.",
            "Our way of working has room for each man's own steps, and we look after "
            "our people and how much they carry.",
            "I work out next steps with a man, and he leads.",
            "I know what my next steps are, and I help to shape the ones after them.",
        ),
        Standard(
            "3.9",
            "Ways to other support",
            "We have working links with other services that may help the men we "
            "support.",
            "Men may need what we do not offer: housing, health, money, justice. Links "
            "to local services only help if they are up to date.",
            "We have partners to whom a man can be put through in good time.",
            "I know which services there are and how to reach them, and I notice which "
            "are missing.",
            "I was put in touch with others in good time, and they were told what I "
            "wanted them to know.",
        ),
        Standard(
            "3.10",
            "Open about people who have offended",
            "We are open about whether we support people who have offended sexually, "
            "and our policies keep everybody safe at all times.",
            "A survivor may tell us, early or late, that he has harmed somebody "
            "himself. There has to be a clear and open policy on whether, and how, we "
            "go on with him.",
            "Our policy is open to all, and our procedures make safe work or a safe "
            "move to another service possible.",
            "I know the policy and can work safely by it.",
            "I can read the policy when I first come, and at any time later.",
        ),
    ),
)
