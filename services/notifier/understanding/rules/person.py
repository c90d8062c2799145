"""Who writes, who they want to hear from, and how they are."""

from __future__ import annotations

from .rule import LIKELY, LIMITED, SURE, Rule, rule

PERSON: tuple[Rule, ...] = (
    rule("wrong_number", "?wrong_number", LIKELY, "reached the wrong person"),
    rule("wrong_number", "wrong ~2 number", LIKELY, "wrong, and the number"),
    rule("wrong_number", "number ~2 wrong", LIKELY, "the number, and wrong"),
    rule("deceased", "relative|other_person ~8 die", SURE, "somebody died"),
    rule("deceased", "die ~5 relative|other_person", SURE, "somebody died"),
    rule("deceased", "die !i|not|if", 0.7, "a death"),
    rule("third_party", "third_party", LIKELY, "somebody else writes"),
    rule("third_party", "relative ~8 die", LIKELY, "a relative tells of a death"),
    rule("third_party", "die ~5 relative", LIKELY, "a relative tells of a death"),
    rule("third_party", "relative ~1 number", LIKELY, "a relative's phone"),
    rule("third_party", "not ~2 i ~1 relative", LIKELY, "a relative writes"),
    rule("third_party", "relative|other_person ~2 is_not_here", 0.8, "the borrower isn't here"),
    rule("represented", "lawyer !if", LIKELY, "a lawyer or an insolvency"),
    rule("vulnerable", "?crisis", SURE, "despair"),
    rule("vulnerable", "?violence", SURE, "violence"),
    rule("vulnerable", "?ill", 0.8, "illness"),
    rule("vulnerable", "?unwell", 0.7, "is unwell"),
    rule("verify", "?verify", LIKELY, "asks who we are, or who comes"),
    rule("verify", "who ~2 you|come|visit|people", LIKELY, "who, and coming"),
    rule("verify", "come|visit|people|you ~2 who $", LIKELY, "coming, and who"),
    rule("verify", "?prove ~3 you|people|visit|come", 0.8, "asks for proof"),
    rule("verify", "you|people|visit|come ~4 prove", 0.8, "asks for proof"),
    rule("verify", "how|what|who|question ~5 ?scam|prove", 0.8, "asks whether this is genuine"),
    rule("verify", "scam ~5 question", 0.8, "asks whether this is genuine"),
    rule("verify", "scam", 0.75, "thinks that we are swindlers: wants proof"),
    rule("human", "people", 0.7, "an agent, and nothing else", alone=True),
    rule("human", "?human !who", LIKELY, "wants a person"),
    rule("call_me", f"call_me {LIMITED}|dont", LIKELY, "wants to be called"),
    rule("call_me", "^ call ~1 time !dont|limit|not|cease|why|never|nomore|you", 0.75, "call, and a time"),
    rule("call_me", "call ~1 me !dont|limit|not|cease|why|never|nomore|keep", 0.75, "call, and me"),
    rule("help", "why ~3 ?come|visit|people|contact|message", 0.75, "why, and coming or writing"),
    rule("help", "why|what ~4 debt !not", 0.7, "asks about the amount"),
    rule("help", "help", LIKELY, "asks for help or information"),
    rule("abuse", "insult", LIKELY, "an insult"),
    rule("abuse", "?threat", LIKELY, "a threat"),
)  # fmt: skip
