"""What makes less of an opt-out, or one of what is none: hours, other ways to be reached, others, a last warning."""

from __future__ import annotations

from collections.abc import Sequence

from .clause_roles import roles_of
from .languages.shape import bits
from .lexicon import BACKWARDS
from .limiting_hours import NEAR_TIME, limiting_hour
from .rules import Rule
from .words import ReplyWords, Word

_WRITING, _TEXTING = bits("contact", "message", "bother", "call"), bits("contact", "message")
_ONE_MORE, _LAST_TEXT, _IF = bits("once_more"), bits("last_text"), bits("if")
_OR_ELSE = bits("or_else", "threat", "insult", "block", "lawyer")
_RATHER, _CALL, _CALL_ME, _ME, _SELF, _LIGHT = (
    bits("rather"), bits("call"), bits("call_me"), bits("me"), bits("i"), bits("light"),
)  # fmt: skip
_PEOPLE, _SOMEBODY, _DONT = bits("relative", "other_person"), bits("other_person", "people"), bits("dont")
_WEARY, _OFTEN, _AT_TIMES = (
    bits("fedup", "enough", "unwelcome"),
    bits("often"),
    bits("limit", "if", "asks_sense", "pay"),
)
_INSULT, _AT_THE_DOOR = bits("insult"), bits("come", "way")
_OF_TEXTS = _WEARY | bits(
    "often", "light", "polite", "i", "me", "you", "laugh", "people", "contact", "message", "bother", "call", "insult",
    "again", "what", "why", "question", "say",
)  # fmt: skip
_POLITE, _REMOVE, _NUM = bits("polite", "i", "me"), bits("remove"), bits("num")
_OTHER_THING, _SAY, _WRONG, _OPTED_OUT = (
    bits("other_thing"),
    bits("say"),
    bits("wrong"),
    bits("optout", "keyword"),
)


def one_more(reply: ReplyWords) -> tuple[Word, ...]:
    """One more text, and what follows then: a complaint, the police, a block. Said in one clause or in two."""
    if not reply.roles & _OR_ELSE or not reply.roles & (_ONE_MORE | _LAST_TEXT | _IF):
        return ()
    for place, clause in enumerate(reply.clauses):
        roles = roles_of(clause)
        if not (roles & _LAST_TEXT or (roles & (_ONE_MORE | _IF) and roles & _WRITING)):
            continue
        both = [word for near in reply.clauses[max(place - 1, 0) : place + 2] for word in near]
        threat = [word for word in both if word.roles & _OR_ELSE]
        if threat:
            return (*[word for word in clause if word.roles & (_LAST_TEXT | _ONE_MORE | _WRITING)], threat[0])
    return ()


def wearied(reply: ReplyWords) -> tuple[Word, ...]:
    """That texts come so often, and how tiresome it is, in a clause each ("天天发, 有完没完"), and nothing else."""
    tired = _WEARY | _INSULT if reply.roles & _TEXTING else _WEARY
    if not reply.roles & tired or not reply.roles & _OFTEN or reply.roles & _AT_TIMES:
        return ()
    others = [word for word in reply.words if word.text[0].isalnum() and not word.roles & _OF_TEXTS]
    often = next(word for word in reply.words if word.roles & _OFTEN)
    return (often, *[word for word in reply.words if word.roles & tired][:1]) if len(others) <= 1 else ()


def is_limited(rule: Rule, clause: Sequence[Word], words: tuple[Word, ...]) -> bool:
    """Is it only said for a time ("no texts at night"), or of one way to be reached ("don't call, better text")?"""
    first, last = clause.index(words[0]), clause.index(words[-1])
    between = clause[first + 1 : last]
    if any(word.roles & (_RATHER | _OTHER_THING) for word in between) or (rule.plain and not _is_plain(between)):
        return True
    if _is_of_another_verb(words[0], between) or (words[0].roles & _DONT and _sends_somebody(clause, last)):
        return True
    if words[-1].roles & _CALL and _better_written(clause, last):
        return True
    if (rule.bare is not None or rule.alone) and (_say_what_i_do(clause, first) or _calls_only(clause)):
        return True
    if words[-1].roles & _TEXTING and _calls_only(clause[first + 1 :]):
        return True
    if words[0].roles & _REMOVE and any(word.roles & _NUM for word in between):
        return True  # "remove the second one from the list"
    if words[0].roles & _OPTED_OUT and _was_somebody(clause, first):
        return True
    after = clause[last + 1 : last + 4]
    if words[-1].roles & _TEXTING and any(word.roles & _WRONG for word in after):
        return True  # "stop sending me the wrong amount"
    return limiting_hour(rule, clause, words) is not None


def _is_of_another_verb(dont: Word, between: Sequence[Word]) -> bool:
    """Where negations stand right before their verb, what stands farther away isn't denied ("don't come, call")."""
    backwards = dont.language >= 0 and BACKWARDS >> dont.language & 1
    if not backwards or not dont.roles & _DONT or " " in dont.text:
        return False
    return any(not word.roles & (_LIGHT | _WRITING | _ME) for word in between)


def _sends_somebody(clause: Sequence[Word], send: int) -> bool:
    """ "Don't send him": no text, but a person."""
    return send + 1 < len(clause) and clause[send + 1].roles & _SOMEBODY != 0


def _was_somebody(clause: Sequence[Word], optout: int) -> bool:
    """ "Somebody else unsubscribed me"."""
    before = [word for word in clause[:optout] if not word.roles & (_LIGHT | _POLITE)]
    if before and before[-1].roles & _SAY:
        before.pop()
    return bool(before) and before[-1].roles & _PEOPLE != 0


def _is_plain(between: Sequence[Word]) -> bool:
    """Is no word of those unknown, but an adjective right before the noun ("don't want your darned texts")?"""
    unknown = [place for place, word in enumerate(between) if not word.roles]
    return not unknown or (unknown == [len(between) - 1] and len(between) > 1 and between[-2].roles & _LIGHT != 0)


def _say_what_i_do(clause: Sequence[Word], stop: int) -> bool:
    """ "I'll stop at the bank"."""
    return stop > 0 and clause[stop - 1].roles & _SELF != 0


def _calls_only(clause: Sequence[Word]) -> bool:
    """ "Stop calling and just text"."""
    return any(word.roles & _CALL and _better_written(clause, place) for place, word in enumerate(clause))


def _better_written(clause: Sequence[Word], call: int) -> bool:
    """Is writing what is wanted instead of the call before it, as in "don't call text me", "no calls and just text"?"""
    apart = False
    for place, word in enumerate(clause[call + 1 :], call + 2):
        if word.roles & _TEXTING and not word.roles & _CALL:
            return not apart or any(behind.roles & _RATHER and not behind.roles & _LIGHT for behind in clause[place:])
        if word.roles & _RATHER:
            return True
        if not word.roles & NEAR_TIME:
            return False
        apart = apart or not word.roles & _ME
    return False


def spares(reply: ReplyWords, clause: Sequence[Word]) -> bool:
    """Is it about somebody else, and the borrower to be reached instead ("don't text my wife, text me")?"""
    if len(reply.clauses) < 2 or not any(word.roles & _PEOPLE for word in clause):
        return False
    return any(
        other is not clause
        and any(not word.negated and word.roles & (_WRITING | _CALL_ME) for word in other)
        and any(word.roles & (_ME | _CALL_ME) for word in other)
        for other in reply.clauses
    )


def wants_another_way(reply: ReplyWords, *, at_the_door: bool) -> bool:
    """Is what is wanted told beside the calls that are not: "text me, don't call", and where somebody will stand
    `at_the_door` "don't ring, knock"?
    """
    if any(not word.negated for word in reply.any(_TEXTING)):
        return True
    return at_the_door and any(not word.negated and not word.roles & _CALL for word in reply.any(_AT_THE_DOOR))
