"""Visits that are refused as such: "do not come to my house", and not "not on monday".

A day or an hour beside the refusal makes it one of that time, unless "ever" follows it; so does a condition, or a day
in another clause that tells why ("friday I'm at work, don't come"). Where it may be either, it is one of visits: a
person reads it, and nobody comes meanwhile.

That somebody is busy designates no place as inconvenient, that they don't want to be visited there does: 12 CFR 1006.6
(b)(1)(ii) and comment 6(b)(1)-1.
"""

from __future__ import annotations

from collections.abc import Sequence

from .barred import barred
from .clause_roles import roles_of
from .elsewhere import comes_elsewhere
from .found_meaning import found_meaning
from .languages.shape import BIT, MARK, bits, marks
from .lexicon import CODES
from .matching import Match
from .passed_over import is_passed_over
from .reading import FoundMeaning, OpenQuestion, ReplyReading
from .rules import LIKELY, NO_VISITS, SURE
from .threats import threatens_who_comes
from .words import ReplyWords, Word

THREAT, BARRED = "a threat against who comes", "bars the place, or refuses visits"
_TIME = BIT["time"]
_FOR_GOOD, _FOR_NOW, _NEEDLESS = MARK["for_good"], MARK["for_now"], MARK["needless"]
_ON_A_CONDITION, _ONLY_IF, _MY_HOME = marks("manner", "only_if"), MARK["only_if"], MARK["my_home"]
_CONDITIONS = bits("if", "except", "limit", "often")
_ALONE = BIT["alone"]
""" "Send no single man": it is said before what is refused."""
_NOT_SAID = bits("never", "why", "suggests")
""" "I never said don't come", "why don't you come on monday?"."""
_VISITED, _HOME = bits("come", "visit"), BIT["home"]
_COMING, _TO_THEM = bits("come", "visit", "no_visits"), bits("home", "contact")
_SENT = bits("people", "nobody", "contact", "leave")
_AWAY = bits("busy", "cant", "misfit", "nobody", "nobody_here", "is_not_here", "trade", "job", "not", "no")
_OF_MONEY = bits("pay", "paid", "will_pay", "gave", "money", "amount", "instalment", "payday", "receipt")
_SAYS_MORE = bits("home", "people", "nobody", "want", "consent", "forbid", "revoke", "cease", "nomore", "leave")
""" "Don't come, I'll pay tomorrow" is said because of the money, "nobody comes to my door" whatever is paid."""
_NO, _DONT, _COME, _WANT, _WHOM = BIT["no"], BIT["dont"], BIT["come"], BIT["want"], bits("home", "people", "nobody")
_ENDS = frozenset(".!?\n…|")
_DENIES = bits("no", "not", "dont", "didnt", "never")
_ANOTHER_TIME = bits("change", "put_off")
_REASONS_OF_NOW, _NO_REASON = bits("unwell", "busy", "is_not_here"), bits("relative", "other_person", "say", "message")
""" "My mother is ill" is no reason of theirs, and "有事微信说" is "if there is anything, write"."""
_OF_ONE_VISIT = frozenset(("offer", "notice"))
_NOBODY_AT, _SAYS_NOBODY = MARK["nobody_at"], ("nobody", "noone", "no one")
_WHILE, _FAILS, _TELLS = MARK["while_so"], MARK["fails"], bits("say", "told", "you")
_HINDI, _SLIGHT = CODES.index("hi"), bits("light", "polite")
_NOBODY, _AT_HOME, _WAY, _OTHER_WAY = BIT["nobody"], bits("life", "at_place"), BIT["way"], bits("way", "back")
_THEIR_OWN = frozenset({"my", "our", "mi", "nuestra", "minha", "nossa", "ma", "notre"})
""" "Nobody in my house" may be said of who is to come."""


def no_visits(
    reply: ReplyWords, matched: Sequence[Match], asked: OpenQuestion, reading: ReplyReading
) -> FoundMeaning | None:
    """A refusal of visits as such, the surest: less sure where it may follow from a payment. A threat is sure."""
    if threat := threatens_who_comes(reply):
        return found_meaning(reply, "decline", SURE, THREAT, threat)
    refused: FoundMeaning | None = None
    for match in matched:
        if not refuses_visits(reply, match) or is_passed_over(reply, match, asked, ()):
            continue
        whatever = _whatever_is_paid(reply, match)
        if not whatever and (_asks_for_another_time(reply, match, reading) or _is_for_now(reply, match, asked)):
            continue
        sure = SURE if whatever else LIKELY
        if refused is None or refused.confidence < sure:
            refused = found_meaning(reply, "decline", sure, f"{match.rule.why} ({match.rule.line})", match.words)
    if refused is None:
        for words in barred(reply, asked):
            if not _is_of_a_time(reply, words):
                return found_meaning(reply, "decline", LIKELY, BARRED, words)
    if refused is None and asked.kind != "notice" and (nobody := _nobody_at_their_door(reply)):
        return found_meaning(reply, "decline", LIKELY, "nobody at their door", nobody)
    return refused


def refuses_visits(reply: ReplyWords, match: Match) -> bool:
    """Does `match` refuse visits as such?"""
    if match.rule not in NO_VISITS:
        return False
    place = match.words[0].clause
    clause, roles, marked = reply.clauses[place], 0, 0
    for word in clause:
        roles, marked = roles | word.roles, marked | word.marks
    if roles & _NOT_SAID or marked & _ON_A_CONDITION or not _is_of_visits(roles):
        return False
    if _is_less(reply, match) and not _for_good(clause):
        return False
    if any(word.roles & _ALONE and word.start < match.words[-1].start for word in clause):
        return False
    if comes_elsewhere(reply.folded.text, match.words[0].start, match.words[-1].end):
        return False
    return not _is_of_a_time(reply, match.words)


def _is_of_a_time(reply: ReplyWords, refused: Sequence[Word]) -> bool:
    """Is what is refused so on a condition or at a time only, and not for ever?"""
    place = refused[0].clause
    clause = reply.clauses[place]
    if roles_of(clause) & _CONDITIONS:
        return True
    if any(map(_is_a_time, clause)):
        return not _for_good(clause)
    beside = _beside(reply, place)
    if any(word.marks & _ONLY_IF for other in beside for word in other[:1]):
        return True
    return any(map(_tells_when, beside)) and not _for_good(reply.words)


def _nobody_at_their_door(reply: ReplyWords) -> tuple[Word, ...]:
    """ "Nobody at my door", and no more in the clause: where a visit is agreed, it is that nobody has come."""
    for place, clause in enumerate(reply.clauses):
        there = tuple(word for word in clause if word.marks & _NOBODY_AT)
        if there and reply.ends[place] != "?" and all(word in there or word.roles & _SLIGHT for word in clause):
            return there
    return ()


def _whatever_is_paid(reply: ReplyWords, match: Match) -> bool:
    """Is it more than that nobody needs to come now?"""
    marked = roles = 0
    for word in reply.clauses[match.words[0].clause]:
        marked, roles = marked | word.marks, roles | word.roles
    if marked & (_FOR_GOOD | _NEEDLESS):
        return bool(marked & _FOR_GOOD)
    if marked & _MY_HOME or roles & _WHOM or any(word.roles & _SAYS_MORE for word in match.words):
        return True
    comes = any(word.roles & _COME for word in match.words)  # "no vengan" says no more than "don't come"
    return any(word.roles & _NO and not (comes and word.roles & _DONT) for word in match.words)


def _asks_for_another_time(reply: ReplyWords, match: Match, reading: ReplyReading) -> bool:
    """ "Don't come, saturday instead?", "don't come, another day pls": a wish, where no "ever" is said."""
    if any(word.marks & _FOR_GOOD for word in reply.words):
        return False
    if any(meaning.kind in ("reschedule", "propose") for meaning in reading.meanings):
        return True
    asks = [word.clause for word in reply.any(_ANOTHER_TIME)]
    return any(
        place != match.words[0].clause and not any(word.roles & _DENIES for word in reply.clauses[place])
        for place in asks
    )


def _is_for_now(reply: ReplyWords, match: Match, asked: OpenQuestion) -> bool:
    """Is a visit offered or agreed, and is it told why they cannot be visited then: "don't come, I'm ill"?"""
    if asked.kind not in _OF_ONE_VISIT or any(word.marks & _FOR_GOOD for word in reply.words):
        return False
    place, last = match.words[0].clause, match.words[-1].start
    if any(word.roles & BIT["change"] and word.start > last for word in reply.clauses[place]):
        return True  # "don't come something came up"
    for clause in reply.clauses[max(place - 1, 0) : place + 2]:
        roles = roles_of(clause)
        if roles & _REASONS_OF_NOW and not roles & _NO_REASON:
            return True
    return False


def _is_less(reply: ReplyWords, match: Match) -> bool:
    """Is it "while so" ("don't come when it rains"), its opposite, that nobody is at home, or a door beside another?"""
    clause, last = reply.clauses[match.words[0].clause], match.words[-1]
    between = [word for word in clause if match.words[0].start < word.start < last.start]
    if any(word.marks & _FAILS for word in between):
        return True  # "don't hesitate to come"
    behind = [word for word in clause if word.start > last.start]
    if any(word.marks & _WHILE and word.language == _HINDI for word in clause if word.start < last.start):
        return True  # "jab baarish ho to mat aana"
    if any(word.marks & _WHILE for word in behind) and not any(word.roles & _TELLS for word in behind):
        return True
    if any(word.roles & _NOBODY for word in match.words) or match.words[0].text.startswith(_SAYS_NOBODY):
        return _is_away_or_asks(reply, match)
    if not any(word.roles & _WAY for word in behind):
        return False
    return any(word.roles & _OTHER_WAY for other in _beside(reply, last.clause) for word in other)


def _is_away_or_asks(reply: ReplyWords, match: Match) -> bool:
    """ "Nobody is at home", "will nobody come?"."""
    place = match.words[0].clause
    clause = reply.clauses[place]
    begins = clause[0].roles & _NOBODY and len(clause) > 1
    if reply.ends[place] == "?" and not begins and not any(w.roles & _HOME for w in clause):
        return True
    if any(word.roles & (_VISITED | _WANT) for word in clause):
        return False
    if any(part in _THEIR_OWN for word in clause for part in word.text.split()):
        return False
    return any(word.roles & _HOME and word.roles & _AT_HOME for word in match.words)


def _is_of_visits(roles: int) -> bool:
    """ "The bus stops at my door", "I don't know these people" are not."""
    return bool(roles & _COMING) or (bool(roles & _SENT) and bool(roles & _TO_THEM))


def _is_a_time(word: Word) -> bool:
    return word.mention is not None or bool(word.roles & _TIME) or bool(word.marks & _FOR_NOW)


def _for_good(words: Sequence[Word]) -> bool:
    """Does "ever" follow every time: "not tomorrow, not ever"?"""
    last = max((word.start for word in words if _is_a_time(word)), default=-1)
    return any(word.marks & _FOR_GOOD and word.start >= last for word in words)


def _beside(reply: ReplyWords, place: int) -> list[list[Word]]:
    """The clauses next to it in the same sentence."""
    beside = []
    if place > 0 and reply.ends[place - 1] not in _ENDS:
        beside.append(reply.clauses[place - 1])
    if place + 1 < len(reply.clauses) and reply.ends[place] not in _ENDS:
        beside.append(reply.clauses[place + 1])
    return beside


def _tells_when(clause: Sequence[Word]) -> bool:
    """A day on which nobody is there, and nothing of money."""
    roles = roles_of(clause)
    return any(map(_is_a_time, clause)) and bool(roles & _AWAY) and not roles & _OF_MONEY
