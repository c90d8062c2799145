"""Who writes, who they want to hear from, and how they are."""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

from .rule import LIKELY, SURE, Rule, rule

MISTAKEN = "has mistaken somebody"

PERSON: tuple[Rule, ...] = (
    rule("wrong_number", "?wrong_number", LIKELY, "reached the wrong person"),
    rule("wrong_number", "?a_mistake", LIKELY, MISTAKEN),
    rule("wrong_number", "?errs !matter|debt|charge|amount|can|instead|home", LIKELY, MISTAKEN),
    rule("wrong_number", "wrong ~2 ?number !matter", LIKELY, "wrong, and the number"),
    rule("wrong_number", "number ~2 wrong !matter", LIKELY, "the number, and wrong"),
    rule("wrong_number", "changed_hands !i|will|want|how|if", LIKELY, "somebody else has the number now"),
    rule("wrong_number", "acquired ~3 sim ~4 time|already !you|call|contact|message|if", 0.8, "bought the number, and since when"),
    rule("wrong_number", "sim ~4 acquired !you|call|contact|message|if|question", 0.8, "the number, and that it was bought"),
    rule("wrong_number", "time|already ~3 acquired ~3 sim !you|call|contact|message|if", 0.8, "since when they have the number"),
    rule("wrong_number", "this_is ~3 business !if|question", LIKELY, "a shop or an office"),
    rule("deceased", "lost ~1 relative", SURE, "lost somebody"),
    rule("third_party", "lost ~1 relative", LIKELY, "a relative tells of a death"),
    rule("deceased", "relative|other_person ~8 die|dead", SURE, "somebody died"),
    rule("deceased", "die|dead ~3 relative|other_person", SURE, "somebody died"),
    rule("deceased", "die !i|not|if|number|thing", 0.7, "a death"),
    rule("deceased", "widowed !if", LIKELY, "a widow, or who settles what the dead have left"),
    rule("deceased", "other_person ~0 departed $", 0.8, "they are gone"),
    rule("deceased", "relative ~4 departed !come|livelihood|money", LIKELY, "somebody left us"),
    rule("third_party", "relative ~4 departed !come|livelihood|money", LIKELY, "a relative tells of a death"),
    rule("deceased", "already ~1 dead $ !number|life|other_thing|thing|i|not|if", 0.75, "has died already"),
    rule("deceased", "^ dead ~2 time !number|thing|life|i|other_thing|not|if", 0.7, "has died, and when", beside="relative"),
    rule("deceased", "dead !number|thing", 0.7, "dead, and nothing else", alone=True),
    rule("third_party", "third_party", LIKELY, "somebody else writes"),
    rule("third_party", "this_is ~1 relative $ !not|wrong", 0.8, "this is a relative"),
    rule("third_party", "relative ~8 die|dead", LIKELY, "a relative tells of a death"),
    rule("third_party", "die|dead ~3 relative", LIKELY, "a relative tells of a death"),
    rule("third_party", "relative ~1 debt !i|will|pay|paid|will_pay|can|cant|have|die|dead|ill|unwell|message|dispute|misused|identity", 0.75, "a relative's debt"),
    rule("third_party", "not ~2 i ~1 relative", LIKELY, "a relative writes"),
    rule("third_party", "^ relative ~0 number $ !call|contact|message", 0.8, "the phone of a relative"),
    rule("third_party", "relative|other_person ~2 is_not_here", 0.8, "the borrower isn't here"),
    rule("represented", "lawyer !if", LIKELY, "a lawyer or an insolvency"),
    rule("vulnerable", "?crisis", SURE, "despair"),
    rule("vulnerable", "dont|not|no|nomore ~3 ?want|reason ~4 ?living", SURE, "no wish to live"),
    rule("vulnerable", "?living ~3 not|no ~2 ?reason", SURE, "life, and no sense in it"),
    rule("vulnerable", "?violence", SURE, "violence"),
    rule("vulnerable", "?ill", 0.8, "illness"),
    rule("vulnerable", "?unwell", 0.7, "is unwell"),
    rule("verify", "?verify !who_comes", LIKELY, "asks who we are, or who comes"),
    rule("verify", "who ~2 contact|message ~1 me !dont", LIKELY, "who, and writing to me"),
    rule("verify", "who ~2 you", LIKELY, "who, and you"),
    rule("verify", "who ~2 come|visit|people !time", LIKELY, "who, and coming"),
    rule("verify", "you ~2 who $", LIKELY, "you, and who"),
    rule("verify", "come|visit|people ~2 who $ !time", LIKELY, "coming, and who"),
    rule("verify", "who_comes !time", LIKELY, "asks who comes, and not of one of our times"),
    rule("verify", "?prove ~3 you|people|visit|come", 0.8, "asks for proof"),
    rule("verify", "you|people|visit|come ~4 prove", 0.8, "asks for proof"),
    rule("verify", "how|what|who|question ~5 ?scam|prove", 0.8, "asks whether this is genuine"),
    rule("verify", "scam ~5 question", 0.8, "asks whether this is genuine"),
    rule("verify", "scam", 0.75, "thinks that we are swindlers: wants proof"),
    rule("human", "people", 0.7, "an agent, and nothing else", alone=True),
    rule("human", "talk ~4 people !come|visit|dont", 0.8, "to speak to somebody"),
    rule("human", "?human !who", LIKELY, "wants a person"),
    rule("call_me", "call_me", LIKELY, "wants to be called"),
    rule("call_me", "^ call ~1 time !dont|not|cease|why|never|nomore|you", 0.75, "call, and a time"),
    rule("call_me", "call ~1 me !dont|not|cease|why|never|nomore|keep", 0.75, "call, and me"),
    rule("help", "why ~3 ?come|visit|people|contact|message", 0.75, "why, and coming or writing"),
    rule("help", "why|what ~4 debt !not", 0.7, "asks about the amount"),
    rule("help", "how ~2 ?pay !already|paid|cant|come|hardship|nomoney|lostjob|will", 0.75, "how to pay"),
    rule("help", "help", LIKELY, "asks for help or information"),
    rule("abuse", "insult", LIKELY, "an insult"),
    rule("abuse", "?threat", LIKELY, "a threat"),
)  # fmt: skip

PASSED_ON = rule("deceased", "relative", LIKELY, "somebody who is named has passed, and a relative tells so")
"""Told in parts: `deaths` looks at the whole reply."""
NOT_THEM = rule("wrong_number", "this_is", LIKELY, "is not somebody who is named with a title")
"""`denied_names` looks at the whole reply."""
