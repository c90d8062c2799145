"""Is a choice said so plainly that people may be sent? What only fits a window by accident is asked back."""

from __future__ import annotations

from collections.abc import Sequence

from .beside import is_one_choice
from .fitting import TOUCHES, fitting, score
from .heard import CANT, Heard
from .languages.shape import BIT, bits
from .phrases import is_han
from .reading import OfferedWindow
from .tag_questions import is_tag
from .times_said import Reference
from .words import ANDS, Word

_ACCEPTS = bits("yes", "fits", "polite", "instead", "come", "visit", "want", "ack")
_BESIDE = _ACCEPTS | bits(
    "light", "i", "me", "laugh", "time", "num", "option", "home", "only", "either", "same", "or", "hour_word", "can",
    "will", "first", "last", "later_one", "earlier_one", "so", "but", "wait_word", "rest", "not", "no", "except",
    "misfit", "cant", "busy", "dont", "post_not", "stays", "way",
)  # fmt: skip
"""What may stand beside a time without making it anything else than an answer."""
_NAMES_THE_REST = bits("rest", "other", "either", "only", "option", "fits", "yes")
"""What says that a window which nobody named is wanted; "away until friday" says nothing of saturday."""
PARTLY = 1.2
"""How well a time that is open on one side fits a window that began before it."""
_PLACES = bits("num", "first", "last")
_SLIGHT = bits("light", "polite", "laugh", "i", "me")
_UNSAID = bits("cant", "misfit", "not", "hedge")


def is_plain(heard: Heard, window: OfferedWindow, resting: Sequence[Word]) -> bool:
    """Do the words that a choice rests on say this window, and does nothing beside them say another thing?"""
    if (
        not is_one_choice(heard, window, resting)
        or _is_taken_back(heard, resting)
        or _has_a_but(heard)
        or _is_only_later(heard, window)
        or _is_a_proposal(heard, resting)
        or _may_be_listed(heard, resting)
    ):
        return False
    by_time = [one for one in heard.wanted if one.word in resting]
    if any(one.word.hours_denied for one in by_time):
        return False
    if resting and all(one in [said.word for said in heard.times if not said.wanted] for one in resting):
        return bool(heard.agreeing(_NAMES_THE_REST))
    hour_denied = any(not one.wanted and one.best is not None and one.best.point for one in heard.times)
    if not by_time and hour_denied and all(word.text.isdigit() for word in resting):
        return False  # "friday at 2 is too late, 1 would be better"
    if not by_time:
        return not heard.wanted or bool(fitting(heard.wanted, heard.asked.windows))
    near = {one.word.clause for one in by_time}
    if any(word.clause in near for word in heard.words(BIT["hedge"])):
        return False
    return all(_is_said_of(one, window) for one in by_time) and all(
        _answers(heard, clause, by_time) for clause in {word.clause for word in resting}
    )


def _is_a_proposal(heard: Heard, resting: Sequence[Word]) -> bool:
    """Is it proposed and not taken ("how about friday", "and friday"), or all the same to who shrugs ("whatever")?"""
    chosen = {word.clause for word in resting}
    proposes = any(word.roles & BIT["suggests"] and word.clause in chosen for word in heard.reply.words)
    proposes = proposes or any(is_tag(word) for word in heard.reply.words)
    first = heard.reply.clauses[0]
    goes_on = bool(first) and first[0].text in ANDS and not any(word.roles & _ACCEPTS for word in first[1:])
    said = [word for word in heard.reply.words if not word.roles & _SLIGHT or word.roles & BIT["shrug"]]
    shrugs = len(said) == 1 and said[0].roles & BIT["shrug"] != 0
    return proposes or (goes_on and 0 in chosen) or shrugs


def _is_said_of(one: Reference, window: OfferedWindow) -> bool:
    """Is a time no more than the window: not later, from a day on, or what only touches it?"""
    if one.mention is None or one.mention.relative in ("later", "earlier"):
        return False
    if one.mention.gap is not None and one.best is not None and one.best.open:
        return False  # what stands between may deny: "el viernes no antes de las 5"
    fits = score(one.mention, window)
    return not 0 < fits <= (PARTLY if one.best is not None and one.best.open else TOUCHES)


def _answers(heard: Heard, place: int, times: Sequence[Reference]) -> bool:
    """Does a clause accept, or hold nothing but one time?"""
    clause = heard.reply.clauses[place]
    if any(word.roles & _ACCEPTS and not word.negated and not word.roles & BIT["light"] for word in clause):
        return True
    told = [one.best for one in times if one.word.clause == place and one.best is not None]
    hours = [best for best in told if best.kind not in ("date", "daterange")]
    opens = any(best.kind == "daterange" and best.open for best in told)
    odd = any(not word.roles & _BESIDE and word.text[0].isalnum() for word in clause)
    return not odd and not opens and len(hours) <= 1


def _may_be_listed(heard: Heard, resting: Sequence[Word]) -> bool:
    """Is a bare day or place followed by the next one, and a refusal that may be of both: "周四，周五不行"?"""
    for place in {word.clause for word in resting}:
        clause, behind = heard.reply.clauses[place], heard.reply.clauses[place + 1 : place + 2]
        if len(clause) != 1 or not behind or heard.reply.ends[place] not in (",", " "):
            continue
        refused = any(word.roles & CANT and is_han(word.text) for word in behind[0][1:])
        if refused and _follows(behind[0][0], clause[0]):
            return True
    return False


def _follows(one: Word, other: Word) -> bool:
    if one.mention and other.mention and one.mention.best and other.mention.best:
        first, second = other.mention.best.start, one.mention.best.start
        return first is not None and second is not None and first < second
    return one.number is not None and other.number is not None and one.number == other.number + 1


def _is_only_later(heard: Heard, window: OfferedWindow) -> bool:
    """Is only later meant than the window: "friday please, sometime after 5", "friday, not before 5"?"""
    for word in heard.reply.words:
        best = word.mention.best if word.mention is not None else None
        if best is None or not best.open or best.dated:
            continue
        low, high = best.on(window.start.date(), window.start.tzinfo)
        denied = any(one.word is word and not one.wanted for one in heard.times)
        if (best.open == "after" and low >= window.end) or (best.open == "before" and denied and high > window.start):
            return True
    return False


def _is_taken_back(heard: Heard, resting: Sequence[Word]) -> bool:
    """A no and another place or time behind the one that was chosen, which may be either's: "la 3, no la 2"."""
    last = max((word.start for word in resting), default=0)
    for clause in heard.reply.clauses:
        for place, word in enumerate(clause[:-1]):
            apart = word.start > last and word.roles & BIT["no"] and not word.roles & BIT["post_not"]
            if apart and any(w.mention or w.roles & _PLACES for w in clause[place + 1 : place + 4]):
                return True
    return False


def _has_a_but(heard: Heard) -> bool:
    """Does a but take something back: "friday but not so late"?"""
    for clause in heard.reply.clauses:
        opens = bool(clause and clause[0].roles & BIT["but"] and not any(word.mention for word in clause))
        if opens and any(word.roles & _UNSAID for word in clause):
            return True
    return False
