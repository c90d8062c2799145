"""The answer to what was asked: yes, no, another time, a day for paying. Offers have a file of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from .coverage import agreement, is_explained
from .fitting import fitting
from .heard import CANT, REFUSES, FoundAnswer, Heard, changes, one_meaning, opens
from .languages.shape import BIT, bits
from .offers import to_offer
from .proposals import asked_time
from .reading import FoundTime, OfferedWindow, OpenQuestion
from .times import is_near
from .times_said import Reference, is_wanted, times_said
from .words import ReplyWords, Word

__all__ = ["FoundAnswer", "answer"]
_ASKS = bits("how", "what", "who", "why")
_ON_CONDITION = bits("not", "if", "why")
_CANT_OR_NOT = bits("cant", "misfit", "not")
ONE_DAY = timedelta(days=1)
_SAME_HOURS = bits("same", "stays", "keep")
MONTHS_END = timedelta(days=12)
_MOVES = bits("change", "instead")
FIRST_HOUR, LAST_HOUR = 8, 20
_ABOUT_A_VISIT = bits("come", "visit", "fits")
_BESIDE_A_WAY = frozenset(("call_me", "confirm", "help"))
_AGAINST_COMING = REFUSES | bits("cant", "busy", "cease", "remove", "nobody", "dispute", "wrong")
_COMES, _PAYS = bits("come", "visit", "people"), bits("pay", "will_pay", "payday", "money", "owe")


def answer(reply: ReplyWords, asked: OpenQuestion, at: datetime, elsewhere: frozenset[str]) -> FoundAnswer:
    """The answer to `asked`. `elsewhere` are the meanings that rules have found already."""
    near = tuple(window for window in asked.windows if is_near(window.start) and is_near(window.end))
    asked = asked if len(near) == len(asked.windows) else replace(asked, windows=near)
    heard = Heard(reply, asked, at, elsewhere, times_said(reply))
    found = _to_question_of(heard)
    if (
        "promise" in elsewhere
        and asked.kind != "notice"
        and not any(m[0] in ("choose", "propose") for m in found.meanings)
    ):
        return replace(found, time=_promised(heard))
    return found


def _to_question_of(heard: Heard) -> FoundAnswer:
    asked = heard.asked
    match asked.kind:
        case "offer":
            return to_offer(heard)
        case "notice":
            return _to_notice(heard)
        case "reminder":
            return _to_reminder(heard)
        case "question":
            return to_offer(heard) if asked.windows else _to_question(heard)
        case "none":
            return _to_nothing(heard)


def _to_notice(heard: Heard) -> FoundAnswer:
    windows = heard.asked.windows
    agreed = windows[0] if windows else None
    if heard.reply.roles & BIT["undecided"]:
        return FoundAnswer(missing="has not decided")
    change, cant = changes(heard), heard.words(CANT)
    refusal = [word for word in heard.words(REFUSES) if not word.roles & BIT["yes"]]
    wanted = heard.wanted
    words = [one.word for one in wanted]
    if wanted:
        shifted = any(one.mention is not None and one.mention.shift is not None for one in wanted)
        same = agreed is not None and not shifted and bool(fitting(wanted, [agreed]))
        instead = heard.reply.roles & BIT["except"] or (
            heard.words(_MOVES) and any(_leaves(one, agreed) for one in wanted)
        )
        if same and not instead and not cant and not change and not refusal:
            yes = agreement(heard.reply) or tuple(words)
            asks = heard.reply.roles & _ASKS or ("?" in heard.reply.ends and not agreement(heard.reply))
            if is_explained(heard.reply, yes) and not asks and not heard.reply.roles & _ON_CONDITION:
                return one_meaning("confirm", 0.9, "the time that was agreed", yes)
            return FoundAnswer(missing="the time that was agreed, but no yes")
        if not same or instead:
            time, impossible = asked_time(heard.times, heard.at, windows, agreed.start if agreed else None)
            if impossible:
                return FoundAnswer(missing="a time that is past, or that does not exist")
            if time is not None:
                if agreed is not None and time.end - time.start == ONE_DAY and heard.words(_SAME_HOURS):
                    start = agreed.start.replace(year=time.start.year, month=time.start.month, day=time.start.day)
                    time = FoundTime(start, start + (agreed.end - agreed.start))
                return FoundAnswer(
                    (("reschedule", 0.85, "another time", tuple(change or words)),
                     ("propose", 0.85, "a time that was not agreed", tuple(words))), time=time)  # fmt: skip
    if agreed is not None and (hour := _hour_alone(heard, agreed)) is not None:
        resting = tuple(word for word in heard.reply.words if word.roles & (BIT["num"] | BIT["change"]))
        return FoundAnswer(
            (
                ("reschedule", 0.8, "another hour", resting),
                ("propose", 0.8, "an hour that was not agreed", resting),
            ),
            time=FoundTime(hour, hour + timedelta(hours=1), point=True),
        )
    if change:
        return one_meaning("reschedule", 0.9, "another time", change)
    if refusal and opens(heard.reply, refusal):
        return one_meaning("decline", 0.9, "no", refusal)
    if cant:
        return one_meaning("reschedule", 0.8, "can't", cant)
    if any(not one.wanted for one in heard.times):
        return one_meaning("reschedule", 0.75, "not then", [one.word for one in heard.times])
    yes = agreement(heard.reply)
    if yes and is_explained(heard.reply, yes):
        return one_meaning("confirm", 0.9, "yes", yes)
    if agreed is not None and (way := _shows_the_way(heard)):
        return one_meaning("confirm", 0.75, "how to find or to enter the house", way)
    return FoundAnswer(missing="no answer to the notice")


def _shows_the_way(heard: Heard) -> list[Word]:
    """The words of somebody who expects us: "ring when at the gate", "opposite the bus stop"."""
    asks = heard.reply.roles & (_ASKS | BIT["if"]) or "?" in heard.reply.ends
    if asks or heard.elsewhere - _BESIDE_A_WAY or any(word.roles & _AGAINST_COMING for word in heard.reply.words):
        return []
    return [word for word in heard.words(BIT["way"]) if not word.negated]


def _leaves(one: Reference, agreed: OfferedWindow | None) -> bool:
    """Is a time another than the beginning of the agreed one, though within it: "make it 3"?"""
    best = one.best
    if best is None or agreed is None:
        return False
    starts = best.on(agreed.start.date(), agreed.start.tzinfo)[0]
    return best.open != "" or (best.point and starts != agreed.start)


def _hour_alone(heard: Heard, agreed: OfferedWindow) -> datetime | None:
    """A bare number where another time is asked for is an hour of the agreed day: "make it 3"."""
    numbers = [
        word.number
        for clause in heard.reply.clauses
        for place, word in enumerate(clause)
        if word.roles & BIT["num"] and word.text.isdigit() and is_wanted(clause, place)
    ]
    if len(numbers) != 1 or numbers[0] is None or not heard.words(_MOVES | BIT["except"]):
        return None
    hour = numbers[0] if numbers[0] >= FIRST_HOUR else numbers[0] + 12
    return agreed.start.replace(hour=hour, minute=0) if FIRST_HOUR <= hour <= LAST_HOUR else None


def _promised(heard: Heard) -> FoundTime | None:
    """The day that is meant; None for a week or a month, which is no day."""
    time, _ = asked_time(heard.times, heard.at, (), heard.at)
    if time is None:
        return None
    if time.end - time.start > timedelta(days=1, hours=2):
        if time.end.day != 1 or time.end - time.start > MONTHS_END:
            return None
        time = FoundTime(time.end - timedelta(days=1), time.end)  # the end of a month is its last day
    start = time.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return FoundTime(start, (start + timedelta(hours=30)).replace(hour=0, minute=0))


def _against_paying(heard: Heard) -> bool:
    """Does a clause with a wanted day deny something, without saying that it will be?"""
    clauses = {one.word.clause for one in heard.wanted}
    near = [word for word in heard.reply.words if word.clause in clauses]
    if any(word.roles & BIT["cant"] for word in near):
        return True
    return any(word.roles & (REFUSES | _CANT_OR_NOT) for word in near) and not heard.words(BIT["will"])


def _to_reminder(heard: Heard) -> FoundAnswer:
    if "promise" in heard.elsewhere:
        return FoundAnswer(time=_promised(heard))
    if heard.elsewhere:
        return FoundAnswer()
    wanted = heard.wanted
    if (
        wanted
        and (heard.words(BIT["will"]) or not heard.words(REFUSES | _CANT_OR_NOT))
        and not heard.words(BIT["cant"])
    ):
        visit = heard.words(_COMES)
        if visit and not heard.words(_PAYS):
            time, impossible = asked_time(heard.times, heard.at, (), heard.at)
            if time is not None and not impossible:
                return FoundAnswer((("propose", 0.8, "a time for a visit", tuple(visit)),), time=time)
        time = _promised(heard)
        known = all(word.roles for word in heard.reply.words if word.text[0].isalnum())
        if known or heard.agreeing(BIT["will"]):
            return FoundAnswer(
                (("promise", 0.75, "a day, where payment was asked for", tuple(o.word for o in wanted)),), time=time
            )
        return FoundAnswer(missing="a time, and not what for")
    if not wanted and not heard.words(BIT["cease"]) and (cant := heard.words(BIT["cant"])):
        return one_meaning("hardship", 0.7, "can't, where payment was asked for", cant)
    yes = agreement(heard.reply)
    if yes and is_explained(heard.reply, yes):
        return one_meaning("confirm", 0.85, "acknowledged", yes)
    return FoundAnswer(missing="no answer to the reminder")


def _to_question(heard: Heard) -> FoundAnswer:
    if heard.wanted:
        time, impossible = asked_time(heard.times, heard.at, (), heard.at)
        if impossible:
            return FoundAnswer(missing="a time that is past, or that does not exist")
        if "promise" in heard.elsewhere:
            return FoundAnswer(time=_promised(heard))
        return FoundAnswer((("propose", 0.8, "a time", tuple(one.word for one in heard.wanted)),), time=time)
    if change := changes(heard):
        return one_meaning("reschedule", 0.85, "another time", change)
    refusal = heard.words(REFUSES)
    if refusal and opens(heard.reply, refusal):
        return one_meaning("decline", 0.8, "no", refusal)
    if cant := heard.words(CANT):
        return one_meaning("decline", 0.75, "can't", cant)
    yes = agreement(heard.reply)
    if yes and is_explained(heard.reply, yes):
        return one_meaning("confirm", 0.8, "yes", yes)
    return FoundAnswer(missing="no answer")


def _to_nothing(heard: Heard) -> FoundAnswer:
    if "promise" in heard.elsewhere:
        return FoundAnswer(time=_promised(heard))
    if change := changes(heard):
        return one_meaning("reschedule", 0.8, "another time", change)
    if heard.wanted and heard.words(_ABOUT_A_VISIT):
        time, impossible = asked_time(heard.times, heard.at, (), heard.at)
        if time is not None and not impossible:
            return FoundAnswer(
                (("propose", 0.8, "a time for a visit", tuple(one.word for one in heard.wanted)),), time=time
            )
    return FoundAnswer(missing="nothing was asked")
