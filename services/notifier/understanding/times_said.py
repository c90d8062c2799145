"""The times in a reply: which are wanted, which are ruled out, and which only tell why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from .in_one_breath import between, is_joined, is_likewise, joins
from .languages.shape import BIT, MARK, bits
from .polarity import FOR, LIGHT, is_wanted
from .refused_days import is_refused_before
from .times import TimeMention, TimeReading
from .words import ReplyWords, Word

_PAST = bits("complaint", "die", "paid")
"""What is told of has been: its days are no appointments."""
_AHEAD, _YET = bits("will", "will_pay"), MARK["yet"]
_ANSWERS = FOR | bits("option", "come", "visit", "instead", "polite", "question", "rest", "except", "misfit", "no")
_PAYING = bits("pay", "will_pay", "payday")
_NEUTRAL = LIGHT | bits(
    "time", "num", "or", "ack", "will", "can", "want", "need", "hour_word", "same", "home", "way", "first", "last",
    "later_one", "earlier_one", "change", "wait_word", "not", "but", "so", "already", "say", "none", "only", "stays",
)  # fmt: skip
"""Words that tell nothing of the borrower's day."""
_REASONS = bits(
    "life", "busy", "because", "money", "lostjob", "complaint", "ill", "unwell", "relative", "other_person", "have",
    "other_thing",
)  # fmt: skip
_OTHERS, _COMING = bits("relative", "other_person"), bits("come", "visit", "instead", "question", "change", "misfit")
_EXPLAINED = bits("num", "first", "none", "cant", "misfit")
_PICKS = bits("rest", "either", "except", "later_one", "earlier_one", "num", "first", "last")
"""Words that answer without a time."""
_LIGHTEST, _WAIT = bits("light"), bits("wait_word")
_AFTER = frozenset(
    "after abis habis setelah sesudah selepas bakda ba'da apres despues depois apos baad बाद بعد عقب".split()
)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reference:
    """A time or a place in our list, and whether it is wanted. `joined`: in one breath with the time before it."""

    word: Word
    wanted: bool
    joined: bool = False

    @property
    def mention(self) -> TimeMention | None:
        return self.word.mention

    @property
    def best(self) -> TimeReading | None:
        """What its time most probably means."""
        return self.word.mention.best if self.word.mention is not None else None


def times_said(reply: ReplyWords, at: datetime, *, of_paying: bool = False) -> list[Reference]:
    """Every time in the reply with its polarity; what a correction took back is left out, and what is over if more
    than that was said.
    """
    said = _all_said(reply)
    said = [one for one in said if one.best is None or "past" not in one.best.doubts] or said
    said = [one for one in said if not one.wanted or not _is_now(one, at)] or said
    if not said:
        return said
    return _corrected(reply, _without_reasons(reply, _counted(reply, said), _PAYING if of_paying else 0))


def with_time(word: Word, mention: TimeMention) -> Word:
    """The same word, with another time."""
    copy = Word(word.text, word.start, word.end, word.roles, word.language)
    copy.clause, copy.mention, copy.hours_denied = word.clause, mention, word.hours_denied
    return copy


def day_alone(one: Reference, days: timedelta = timedelta(0)) -> Reference:
    """The day of a time without its hours, so many days on."""
    if one.mention is None or one.best is None or one.best.start is None:
        return one
    start = datetime.combine(one.best.start.date() + days, time(0), one.best.start.tzinfo)
    end = datetime.combine(start.date() + _DAY, time(0), start.tzinfo)
    mention = replace(one.mention, readings=(TimeReading("date", start, end),), relative=None, shift=None)
    return replace(one, word=with_time(one.word, mention))


def bare_number(one: Reference) -> int | None:
    """The number that was taken for an hour, and may be a place in our list: "friday 3"."""
    best = one.best
    if one.mention is None or not one.mention.bare or best is None or best.kind != "datetime" or best.start is None:
        return None
    return None if best.start.minute else (best.start.hour - 1) % 12 + 1


def _is_now(one: Reference, at: datetime) -> bool:
    best = one.best
    return best is not None and best.kind == "datetime" and best.start is not None and abs(best.start - at) < _MINUTE


def _counted(reply: ReplyWords, said: list[Reference]) -> list[Reference]:
    """ "The day after", counted from the day that was told before it: a feast, mostly, that is no answer itself."""
    out: list[Reference] = []
    for one in said:
        shift = one.mention.shift if one.mention is not None and one.mention.relative is not None else None
        if shift is not None and tells_why(reply.clauses[one.word.clause]):
            shift = None  # "wednesday please, I've a funeral the day after"
        if shift is not None and abs(shift) == _DAY and (base := next((b for b in out[::-1] if is_dated(b)), None)):
            if base.wanted:
                out.remove(base)
            moved = day_alone(base, shift)
            assert moved.mention is not None
            one = replace(one, word=with_time(one.word, moved.mention), joined=False)
        out.append(one)
    return out


def _without_reasons(reply: ReplyWords, said: list[Reference], answering: int) -> list[Reference]:
    """Times without those of clauses that tell why: "Friday afternoon, the kids swim till 2". The only day stays."""
    reasons = {clause[0].clause for clause in reply.clauses if clause and tells_why(clause, answering)}
    reasons |= _duties(reply, said)
    answers = [one for one in said if one.wanted and one.word.clause not in reasons]
    picks = _PICKS if len(said) > 1 else _PICKS & ~BIT["num"]
    if not answers and not any(word.roles & picks and word.clause not in reasons for word in reply.words):
        return said
    kept = []
    dated = any(is_dated(one) for one in answers)
    for one in said:
        if one.word.clause not in reasons or not one.wanted or (dated and is_a_week(one)):
            kept.append(one)
        elif is_dated(one) and not dated:
            kept.append(day_alone(one))
    return kept


def is_a_week(one: Reference) -> bool:
    """A week that other days may lie in: "the week of the 22nd I'm on earlies, so after 3 mon-fri"."""
    best = one.best
    if best is None or best.kind != "daterange" or best.open or best.start is None or best.end is None:
        return False
    return best.end - best.start == 7 * _DAY


def _duties(reply: ReplyWords, said: Sequence[Reference]) -> set[int]:
    """The clauses with an hour of somebody else, behind one with an answer: "in the morning instead, I pick my kid up
    at 3".
    """
    answered = [one.word.clause for one in said if one.wanted and _answers(reply.clauses[one.word.clause])]
    if not answered:
        return set()
    return {
        one.word.clause
        for one in said
        if one.word.clause > answered[0]
        and not is_dated(one)
        and any(word.roles & _OTHERS for word in reply.clauses[one.word.clause])
        and not any(word.roles & _COMING for word in reply.clauses[one.word.clause])
    }


def _answers(clause: Sequence[Word]) -> bool:
    return any(word.roles & (FOR | _COMING) for word in clause) and not any(word.roles & _OTHERS for word in clause)


def tells_why(clause: Sequence[Word], answering: int = 0) -> bool:
    """Does a clause speak of the borrower's day, and answer nothing?"""
    concludes = clause[0].roles & BIT["so"] and not clause[0].roles & BIT["because"]
    if concludes and any(w.mention for w in clause) and not any(w.roles & (_REASONS | BIT["i"]) for w in clause):
        return False  # "donc ça devra être samedi"
    if clause[0].roles & BIT["because"] and not clause[0].roles & LIGHT and not any(w.roles & FOR for w in clause):
        return True
    if any(word.roles & answering for word in clause):
        return False
    if any(_says_more(word) for word in clause):
        return False
    return any(word.roles & _REASONS or (not word.roles & _NEUTRAL and word.text[0].isalnum()) for word in clause)


def _says_more(word: Word) -> bool:
    """Does a word answer, and is neither an article nor a mother, whom some address as they do us?"""
    roles = word.roles & _ANSWERS
    if roles == BIT["polite"] and word.roles & BIT["somebody"]:
        return False
    return bool(roles) and not (word.roles & BIT["option"] and word.roles & LIGHT)


def _corrected(reply: ReplyWords, said: list[Reference]) -> list[Reference]:
    """A day with hours, and other hours behind it: "Friday morning? better in the afternoon" keeps the day alone."""
    hours = [one for one in said if one.wanted and one.best is not None and not one.best.dated]
    if not hours or hours[-1].best is None:
        return said
    last, best = hours[-1], hours[-1].best
    return [
        day_alone(one)
        if one.wanted
        and one.best is not None
        and one.best.kind in ("datetime", "datetimerange")
        and one.best.start is not None
        and one.best.end is not None
        and one.word.clause < last.word.clause
        and one.mention is not None
        and one.mention.relative is None
        and not _overlap(one.best, best)
        else one
        for one in said
    ]


def _overlap(dated: TimeReading, hours: TimeReading) -> bool:
    if dated.start is None or dated.end is None:
        return False
    start, end = hours.on(dated.start.date(), dated.start.tzinfo)
    return start < dated.end and dated.start < end


def is_dated(one: Reference) -> bool:
    return one.best is not None and one.best.dated


def _all_said(reply: ReplyWords) -> list[Reference]:
    said: list[Reference] = []
    refused = [is_refused_before(reply, place) for place in range(len(reply.clauses))]
    for clause in reply.clauses:
        for place, word in enumerate(clause):
            if (word.roles & _WAIT or _lets_go(reply, word)) and said and _takes_back(reply, clause, place):
                said = [one for one in said if not one.wanted]
            if word.mention is not None and (is_a_term(word.mention) or not _has_been(clause)):
                if _is_why(clause[:place]):
                    continue
                wanted = is_wanted(clause, place) and not refused[word.clause]
                joined = bool(said) and is_joined(clause, said[-1].word, place)
                if wanted and joined and not said[-1].wanted:
                    wanted = False
                if wanted and said and not said[-1].wanted and is_likewise(reply, clause, word):
                    wanted = False  # "wednesday no, thursday no, friday the same"
                one = Reference(word, wanted, joined)
                if wanted and word.hours_denied:  # "thursday not in the morning"
                    said += [day_alone(one), Reference(word, wanted=False)]
                else:
                    said.append(_on_the_day(reply, one, clause[place + 1 :]))
    return _without_joined(reply, said)


def _without_joined(reply: ReplyWords, said: list[Reference]) -> list[Reference]:
    """The same times, and what is told in one breath with a denied one is denied too: "guruwar aur shukrawar nahi"."""
    for at in range(len(said) - 2, -1, -1):
        one, other = said[at], said[at + 1]
        asks = reply.ends[other.word.clause] == "?"  # where "ولا" is an "or"
        if one.wanted and not other.wanted and not asks and joins(between(reply, one.word, other.word)):
            said[at] = replace(one, wanted=False)
    return said


def _lets_go(reply: ReplyWords, word: Word) -> bool:
    """Is a no all that a clause says, and another time rather taken behind it: "周四。算了，还是周三吧"?"""
    behind = reply.clauses[word.clause + 1 : word.clause + 2]
    alone = word.roles & BIT["no"] and len(reply.clauses[word.clause]) == 1 and behind
    return bool(alone and behind[0][0].roles & BIT["rather"] and any(one.mention for one in behind[0]))


def _takes_back(reply: ReplyWords, clause: Sequence[Word], place: int) -> bool:
    """Does "wait" take back what was said: does a time follow, and does the word not deny it?"""
    word = clause[place]
    follows = any(w.mention for w in clause[place:])
    if word.roles & BIT["rather"] and not follows and any(w.mention for w in clause[:place]):
        return False
    if word.roles & BIT["not"] and place + 1 < len(clause) and clause[place + 1].mention is not None:
        return False
    return follows or _time_follows(reply, word)


def _on_the_day(reply: ReplyWords, one: Reference, behind: Sequence[Word]) -> Reference:
    """A day, and what it is to be after: "kamis abis dzuhur", "dimanche après la messe" are no days behind it."""
    if one.best is None or one.best.kind != "daterange" or one.best.open != "after" or not behind:
        return one
    said = reply.folded.text[one.word.start : one.word.end].split()
    aim = next((word for word in behind[:2] if not word.roles & _LIGHTEST), None)
    named = aim is not None and aim.mention is None and (not aim.roles or aim.roles & _REASONS)
    return day_alone(one, -_DAY) if named and not _AFTER.isdisjoint(said[1:]) else one


def _has_been(clause: Sequence[Word]) -> bool:
    ahead = any(word.roles & _AHEAD or word.marks & _YET for word in clause)
    return any(word.roles & _PAST for word in clause) and not ahead


def is_a_term(mention: TimeMention) -> bool:
    """Is it a last day ahead: "até dia 20 tá pago"?"""
    best = mention.best
    return best is not None and best.open == "before" and best.named and not best.doubts


def _is_why(before: Sequence[Word]) -> bool:
    """Does a reason begin behind a place in our list or behind a no: "2 because Thursday is a holiday"?"""
    because = next((at for at, word in enumerate(before) if word.roles & BIT["because"]), None)
    return because is not None and any(word.roles & _EXPLAINED for word in before[:because])


def _time_follows(reply: ReplyWords, word: Word) -> bool:
    return any(other.mention is not None and other.start > word.start for other in reply.words)
