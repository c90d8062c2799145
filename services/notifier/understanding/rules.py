"""What means what: one line per composition, with its reason. Lines are explained in `patterns`.

Each rule looks at one clause. Rules name roles, never words: the words are in `languages`, so a rule that holds in one
language holds in all of them.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .languages.shape import BIT, bits
from .patterns import Pattern, pattern
from .reading import MeaningName
from .words import ReplyWords, Word

SURE, LIKELY, CALLS, DOUBTFUL = 0.97, 0.85, 0.8, 0.65


_CEASE = BIT["cease"]
_MISTAKE, _JOKING, _AUTOMATIC, _HUMAN = bits("by_mistake"), bits("joking"), bits("automatic"), bits("human")
_OTHERS, _SAYS = bits("other_person", "relative"), bits("say", "contact")
_WHY = bits("why")
_TAKEN_BACK = bits("disregard", "by_mistake", "resume")
_SELF, _DENIED, _ASIDE = bits("i"), bits("not"), bits("laugh", "polite")
_NOBODY, _NEAR_NAMES = bits("no", "nobody"), bits("no", "nobody", "light")
_SLIGHT = bits("light", "polite", "laugh", "i", "me", "you")


@dataclass(frozen=True, slots=True)
class Rule:
    """`meaning` is found where `line` matches a clause. `alone`: nothing but light words beside it."""

    meaning: MeaningName
    line: str
    confidence: float
    why: str
    parsed: Pattern
    alone: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A rule and the words that it rests on."""

    rule: Rule
    words: tuple[Word, ...]


def _rule(meaning: MeaningName, line: str, confidence: float, why: str, alone: bool = False) -> Rule:
    return Rule(meaning, line, confidence, why, pattern(line), alone)


_LIMITED = "!limit|never|if"
"""Who asks for fewer texts, or none at work, asks for texts; who never said it did not say it."""

RULES: tuple[Rule, ...] = (
    # --- no more texts
    _rule("stop", f"?optout {_LIMITED}|other_thing|not|dont", SURE, "a word for opting out"),
    _rule("stop", f"optout {_LIMITED}|other_thing", SURE, "a word for opting out"),
    _rule("stop", "keyword", SURE, "a word that carriers take for an opt-out, alone", alone=True),
    _rule("stop", f"cease ~4 ?contact {_LIMITED}|people", SURE, "stop, and writing"),
    _rule("stop", f"cease ~4 ?message|bother {_LIMITED}", SURE, "stop, and messages or pestering"),
    _rule("stop", f"cease ~4 ?call {_LIMITED}", CALLS, "stop calling"),
    _rule("stop", f"contact|message|bother|call ~3 cease {_LIMITED}|why", LIKELY, "messages, and stop behind them"),
    _rule("stop", f"dont ~3 ?contact {_LIMITED}|people|keep", SURE, "don't write"),
    _rule("stop", f"dont ~3 ?message {_LIMITED}|keep", SURE, "don't message"),
    _rule("stop", f"dont ~3 ?call {_LIMITED}|keep", CALLS, "don't call"),
    _rule("stop", f"dont ~3 ?bother {_LIMITED}|keep|come", SURE, "don't pester"),
    _rule("stop", f"dont ~3 ?bother ~1 ?me {_LIMITED}|keep", SURE, "don't pester me"),
    _rule("stop", f"dont ~2 ?want|need ~4 ?contact|message|bother|call {_LIMITED}", SURE, "doesn't want messages"),
    _rule("stop", f"no ~3 ?contact|message {_LIMITED}|didnt|why|have|who|people", LIKELY, "no, and messages"),
    _rule("stop", f"?message|contact|call ~2 ?dont|post_not ~1 ?contact|want|need|pay_name {_LIMITED}", LIKELY,
          "messages, and don't behind them"),
    _rule("stop", f"?message|contact|bother ~1 post_not|dont $ {_LIMITED}|didnt", LIKELY, "messages, and don't at the end"),
    _rule("stop", f"?message|contact|bother ~1 post_not|dont ~1 ?time $ {_LIMITED}", LIKELY, "messages, and don't now"),
    _rule("stop", f"contact ~1 pas {_LIMITED}|say|didnt", LIKELY, "write, and no more behind it"),
    _rule("stop", f"not ~1 -contact|bother ~3 ?me|again {_LIMITED}|keep", LIKELY, "not to write to me"),
    _rule("stop", f"dont|not|no ~1 ?consent {_LIMITED}", LIKELY, "doesn't consent"),
    _rule("stop", f"nomore ~1 ?message|bother|contact {_LIMITED}|didnt", SURE, "no more messages"),
    _rule("stop", f"nomore ~1 ?call {_LIMITED}|didnt", CALLS, "no more calls"),
    _rule("stop", f"dont|not ~2 -resume {_LIMITED}", SURE, "doesn't want texts again"),
    _rule("stop", f"nobody ~3 ?contact|bother|call|message {_LIMITED}|didnt", DOUBTFUL, "nobody may write"),
    _rule("stop", f"remove ~3 ?number|listing|away {_LIMITED}", SURE, "remove the number"),
    _rule("stop", f"?number|me|listing ~3 remove {_LIMITED}", SURE, "the number, removed"),
    _rule("stop", f"remove ~1 ?me {_LIMITED}", SURE, "remove me"),
    _rule("stop", "remove", LIKELY, "remove, and nothing else", alone=True),
    _rule("stop", f"revoke ~3 consent|message|contact {_LIMITED}", SURE, "consent withdrawn"),
    _rule("stop", f"consent|message ~2 revoke {_LIMITED}", LIKELY, "consent, withdrawn"),
    _rule("stop", f"block ~2 ?you|number|me|message {_LIMITED}", LIKELY, "we are blocked"),
    _rule("stop", f"fedup ~4 ?message|contact|bother {_LIMITED}", DOUBTFUL, "tired of messages: in doubt, stop"),
    _rule("stop", f"enough ~3 ?message|contact|bother {_LIMITED}", LIKELY, "enough messages"),
    _rule("stop", f"?message|contact ~2 enough {_LIMITED}", DOUBTFUL, "messages, and enough behind them: in doubt, stop"),
    _rule("stop", f"^ cease $ {_LIMITED}|other_thing", SURE, "stop, and nothing else in the clause"),
    _rule("stop", f"^ no|yes|enough cease $ {_LIMITED}|other_thing", LIKELY, "a word, and stop"),
    _rule("stop", f"i ~3 say ~2 cease {_LIMITED}|not|other_person|pay|come", LIKELY, "has said stop before"),
    _rule("stop", f"want|need|can|will|you ~3 cease $ {_LIMITED}|other_thing|why|not|other_person|say", DOUBTFUL, "wants it to stop"),
    _rule("stop", f"^ cease {_LIMITED}|other_thing|not|pay|come|visit|home|people|life|debt|money|paid|time|no", DOUBTFUL,
          "begins with stop: in doubt, stop"),
    _rule("stop", f"cease $ {_LIMITED}|other_thing|not|pay|come|visit|home|people|life|debt|money|paid|other_person|say|cant", DOUBTFUL,
          "ends with stop: in doubt, stop"),
    _rule("stop", "enough", 0.6, "enough, and nothing else: in doubt, stop", alone=True),
    _rule("stop", "?contact|message|call ~3 once_more ~9 or_else|threat|insult", LIKELY, "one more, and what follows"),
    _rule("stop", "once_more ~3 contact|message|bother|call ~9 or_else|threat|insult", LIKELY, "once more, and what follows"),
    _rule("stop", "resume ~9 or_else|threat", LIKELY, "once more, and what follows"),
    _rule("stop", "or_else|threat ~4 if ~4 ?contact|message", LIKELY, "what follows, if we write"),
    _rule("stop", f"^ cease ~1 time $ {_LIMITED}|other_thing|not|pay", DOUBTFUL, "stop now: in doubt, stop"),
    _rule("stop", f"want ~2 remove $ {_LIMITED}|debt|amount|not", LIKELY, "wants to be removed"),
    _rule("stop", f"number ~2 ?dont ~1 ?contact {_LIMITED}|why", LIKELY, "the number, and don't write"),
    _rule("stop", "if ~4 ?contact|message|bother ~9 or_else|threat", LIKELY, "if we write, and what follows"),
    _rule("stop", "leave ~2 me|number|people|relative ~2 alone !limit|never|if|come|pay", LIKELY, "leave me alone"),
    _rule("stop", f"leave ~1 alone $ {_LIMITED}|come|pay", DOUBTFUL, "leave alone: in doubt, stop"),
    _rule("stop", f"want|need ~3 cease ~1 time $ {_LIMITED}|other_thing|not|pay|come|visit", LIKELY, "wants it to stop now"),
    _rule("stop", f"?message|contact ~2 nomore $ {_LIMITED}|didnt|why|have", LIKELY, "messages, and no more behind them"),
    _rule("stop", f"take ~3 number|me|listing ~2 away {_LIMITED}|come", SURE, "take the number off"),
    _rule("stop", f"take ~2 away ~3 listing|number {_LIMITED}|come", LIKELY, "take it off the list"),
    _rule("stop", f"only ~3 letter {_LIMITED}|pay", DOUBTFUL, "letters only: in doubt, stop"),
    _rule("stop", f"^ letter ~1 only $ {_LIMITED}|pay", DOUBTFUL, "letters only: in doubt, stop"),
    _rule("stop", f"message|contact ~3 unwelcome {_LIMITED}|not", DOUBTFUL, "messages are not wanted"),
    _rule("stop", f"forbid ~4 contact|message|call|bother {_LIMITED}", SURE, "forbids to write"),
    _rule("stop", f"number|listing ~2 dont|not ~3 -listing {_LIMITED}", LIKELY, "shouldn't be on the list"),
    _rule("stop", "why ~2 cant|dont ~2 -cease ~3 ?contact|message|bother", LIKELY, "why don't you stop"),
    # --- texts again
    _rule("start", "say|contact ~2 optout|cease|keyword ~3 by_mistake", 0.8, "stop was said by mistake"),
    _rule("start", "optout|keyword ~0 by_mistake", 0.75, "stop, by mistake"),
    _rule("start", "by_mistake ~3 say|contact ~2 optout|cease|keyword", 0.75, "by mistake, stop was said"),
    _rule("start", "want ~2 contact ~2 message !dont|not|no|why|if|cease|nomore|who|limit", 0.75, "wants our messages"),
    _rule("start", "resume !no|nomore|dont|or_else", SURE, "a word for texts again"),
    _rule("start", "^ start_word $", SURE, "start, and nothing else"),
    _rule("start", "start_word ~3 contact|message", LIKELY, "start writing"),
    _rule("start", "dont|not ~2 -cease ~3 ?contact|message !why", LIKELY, "don't stop writing"),
    _rule("start", "dont ~1 -cease $", 0.7, "don't stop"),
    _rule("start", "?contact|message ~2 -cease", 0.7, "messages, and don't stop behind them"),
    _rule("start", "keep ~2 contact|message !you|why|dont|not", 0.75, "keep writing"),
    # --- no visit
    _rule("decline", "dont ~3 ?come|visit|people !message|call", SURE, "don't come"),
    _rule("decline", "?people ~1 dont|post_not ~1 ?contact|come", LIKELY, "nobody may be sent"),
    _rule("decline", "?come|visit ~1 post_not", LIKELY, "come, and don't behind it"),
    _rule("decline", "cease ~2 come|visit", LIKELY, "stop coming"),
    _rule("decline", "cease ~4 ?people|home !message", LIKELY, "stop, and people or the house"),
    _rule("decline", "nomore|no ~1 visit|come|people", LIKELY, "no visits"),
    _rule("decline", "nobody ~3 ?come|visit|home", LIKELY, "nobody may come"),
    _rule("decline", "revoke ~3 visit|come", LIKELY, "the visit cancelled"),
    _rule("decline", "^ revoke $ !keyword|message", 0.75, "cancelled, and nothing else"),
    _rule("decline", "visit|come ~2 revoke", LIKELY, "the visit, cancelled"),
    _rule("decline", "dont ~2 ?want|need ~3 ?come|visit|people|home", SURE, "doesn't want a visit"),
    _rule("decline", "sarcasm", DOUBTFUL, "consent that is none"),
    # --- money
    _rule("paid", "paid !will|if|payday|limit", LIKELY, "has paid"),
    _rule("paid", "already ~3 pay !will|if|cant|how|can", LIKELY, "already, and paying"),
    _rule("paid", "pay ~2 already !will|if|cant|how", LIKELY, "paying, and already"),
    _rule("paid", "^ receipt !how|what|prove|question|want|need", 0.75, "the reference of a payment"),
    _rule("promise", "will_pay !how|if|what|cant", LIKELY, "a word for paying later"),
    _rule("promise", "payday ~4 will|will_pay !how|if|what", LIKELY, "when paid, and will"),
    _rule("promise", "will ~4 pay|paid !how|if|what", LIKELY, "will pay"),
    _rule("promise", "can ~3 pay|paid ~4 time !how|if|what|misfit", LIKELY, "can pay on a day"),
    _rule("promise", "pay|paid ~4 time !how|already|what|cant|misfit", LIKELY, "paying, and a day"),
    _rule("promise", "time|payday ~4 pay !how|already|what|cant|misfit", LIKELY, "a day, and paying"),
    _rule("promise", "payday ~3 time !not|didnt", LIKELY, "is paid on a day"),
    _rule("promise", "payday !not|didnt|how|why|nomoney|misfit|cease|dispute", 0.7, "when paid"),
    _rule("promise", "time ~3 payday !not|didnt", LIKELY, "a day, and being paid"),
    _rule("promise", "pay ~4 payday !how|not|didnt", LIKELY, "paying when paid"),
    _rule("hardship", "?nomoney|lostjob|hardship", LIKELY, "no money or no work"),
    _rule("hardship", "cant ~3 ?pay|money", LIKELY, "can't pay"),
    _rule("hardship", "misfit ~4 ?pay", LIKELY, "not possible to pay"),
    _rule("hardship", "pay ~1 cant", LIKELY, "paying, and can't behind it"),
    _rule("hardship", "dont|not|didnt|cant ~2 ?have ~3 ?money", LIKELY, "has no money"),
    _rule("hardship", "not|didnt ~2 -money", 0.75, "no money"),
    _rule("hardship", "-money ~1 not|post_not|dont", 0.75, "money, and not behind it"),
    _rule("hardship", "instalment", 0.8, "asks for parts or for more time"),
    _rule("dispute", "?dispute", LIKELY, "says that it isn't owed so"),
    _rule("dispute", "not|dont|didnt|never ~3 -owe", LIKELY, "doesn't owe, or never borrowed"),
    _rule("dispute", "-owe ~1 not|post_not", LIKELY, "owing, and not behind it"),
    _rule("dispute", "wrong ~3 debt", LIKELY, "wrong, and the amount"),
    _rule("dispute", "debt ~3 wrong", LIKELY, "the amount, and wrong"),
    _rule("dispute", "not ~2 -debt ~2 ?i|me", 0.75, "not my debt"),
    # --- who it is
    _rule("wrong_number", "?wrong_number", LIKELY, "reached the wrong person"),
    _rule("wrong_number", "wrong ~2 number", LIKELY, "wrong, and the number"),
    _rule("wrong_number", "number ~2 wrong", LIKELY, "the number, and wrong"),
    _rule("deceased", "relative|other_person ~8 die", SURE, "somebody died"),
    _rule("deceased", "die ~5 relative|other_person", SURE, "somebody died"),
    _rule("deceased", "die !i|not|if", 0.7, "a death"),
    _rule("third_party", "third_party", LIKELY, "somebody else writes"),
    _rule("third_party", "relative ~8 die", LIKELY, "a relative tells of a death"),
    _rule("third_party", "die ~5 relative", LIKELY, "a relative tells of a death"),
    _rule("third_party", "relative ~1 number", LIKELY, "a relative's phone"),
    _rule("third_party", "not ~2 i ~1 relative", LIKELY, "a relative writes"),
    _rule("third_party", "relative|other_person ~2 is_not_here", 0.8, "the borrower isn't here"),
    _rule("represented", "lawyer !if", LIKELY, "a lawyer or an insolvency"),
    _rule("vulnerable", "?crisis", SURE, "despair"),
    _rule("vulnerable", "?violence", SURE, "violence"),
    _rule("vulnerable", "?ill", 0.8, "illness"),
    _rule("vulnerable", "?unwell", 0.7, "is unwell"),
    _rule("verify", "?verify", LIKELY, "asks who we are, or who comes"),
    _rule("verify", "who ~2 you|come|visit|people", LIKELY, "who, and coming"),
    _rule("verify", "come|visit|people|you ~2 who $", LIKELY, "coming, and who"),
    _rule("verify", "?prove ~3 you|people|visit|come", 0.8, "asks for proof"),
    _rule("verify", "you|people|visit|come ~4 prove", 0.8, "asks for proof"),
    _rule("verify", "how|what|who|question ~5 ?scam|prove", 0.8, "asks whether this is genuine"),
    _rule("verify", "scam ~5 question", 0.8, "asks whether this is genuine"),
    _rule("verify", "scam", 0.75, "thinks that we are swindlers: wants proof"),
    _rule("human", "people", 0.7, "an agent, and nothing else", alone=True),
    _rule("human", "?human !who", LIKELY, "wants a person"),
    _rule("call_me", f"call_me {_LIMITED}|dont", LIKELY, "wants to be called"),
    _rule("call_me", "^ call ~1 time !dont|limit|not|cease|why|never|nomore|you", 0.75, "call, and a time"),
    _rule("call_me", "call ~1 me !dont|limit|not|cease|why|never|nomore|keep", 0.75, "call, and me"),
    _rule("help", "why ~3 ?come|visit|people|contact|message", 0.75, "why, and coming or writing"),
    _rule("help", "why|what ~4 debt !not", 0.7, "asks about the amount"),
    _rule("help", "help", LIKELY, "asks for help or information"),
    _rule("abuse", "insult", LIKELY, "an insult"),
    _rule("abuse", "?threat", LIKELY, "a threat"),
)  # fmt: skip


_SAID_BY_MISTAKE = tuple(rule.parsed for rule in RULES if rule.meaning == "start" and "by_mistake" in rule.line)


def matches(reply: ReplyWords, rules: Sequence[Rule] = RULES) -> list[Match]:
    """Each rule that some clause matches, with the words of the first such clause."""
    found: list[Match] = []
    masks = []
    for clause in reply.clauses:
        mask = 0
        for word in clause:
            mask |= word.roles
        masks.append(mask)
    roles, possible = reply.roles, []
    for rule in rules:
        for need in rule.parsed.needs:
            if not roles & need:
                break
        else:
            possible.append(rule)
    for rule in possible:
        if rule.alone and any(not word.roles & (_SLIGHT | rule.parsed.needs[0]) for word in reply.words):
            continue
        for clause, mask in zip(reply.clauses, masks, strict=True):
            if rule.meaning == "stop" and _not_meant(reply, clause, mask):
                continue
            words = rule.parsed.find(clause, mask)
            if words:
                found.append(Match(rule, words))
                break
    return found


def _not_meant(reply: ReplyWords, clause: Sequence[Word], roles: int) -> bool:
    """Is an opt-out in this clause denied, a mistake, a joke, somebody else's, or about machines?"""
    if roles & _CEASE and not roles & _WHY and any(word.negated and word.roles & _CEASE for word in clause):
        return True  # "don't stop sending" holds "don't send"
    if roles & _MISTAKE and any(told.find(clause, roles) for told in _SAID_BY_MISTAKE):
        return True
    if roles & _OTHERS and roles & _SAYS and reply.roles & _TAKEN_BACK:
        return True  # "my ex told you to stop. don't listen"
    if any(not word.negated for word in reply.any(_JOKING)):
        return True
    return bool(roles & _AUTOMATIC and not roles & _CEASE and reply.roles & _HUMAN)


def somebody_else(reply: ReplyWords, text: str) -> tuple[Word, ...]:
    """One or two names, with capitals in `text`, in a clause that denies them: "I'm not Jason", "no Lisa here"."""
    for clause in reply.clauses:
        words = [word for word in clause if not word.roles & _ASIDE and word.text[0].isalpha()]
        names = [word for word in words if not word.roles and text[reply.folded.origins[word.start]].isupper()]
        if not (2 <= len(words) <= 5 and 1 <= len(names) <= 2):
            continue
        others = [word for word in words if word not in names]
        about_self = any(word.roles & _SELF for word in words[:2]) and any(word.roles & _DENIED for word in words[:3])
        asked = any(word.roles & BIT["who"] for word in words[:2])
        nobody = any(word.roles & _NOBODY for word in others) and all(word.roles & _NEAR_NAMES for word in others)
        if ((about_self or asked) and words[-len(names) :] == names) or (nobody and words[0] not in names):
            return tuple(names)
    return ()
