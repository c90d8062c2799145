"""The answer to what was asked: yes, no, another time, a day for paying. Offers have a file of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from .coverage import agreement, is_explained
from .given_up import without_given_up
from .heard import CANT, REFUSES, FoundAnswer, Heard, changes, one_meaning, opens
from .hours_without_texts import without_hours_of_texts
from .languages.shape import BIT, bits
from .named_times import named_time
from .notices import to_notice
from .offers import to_offer
from .polite_questions import with_polite_questions
from .proposals import asked_time
from .reading import OpenQuestion
from .reminders import promised, to_reminder
from .times import is_near
from .times_said import times_said
from .words import ReplyWords

__all__ = ["FoundAnswer", "answer"]
FIRST_HOUR, LAST_HOUR = 8, 20
_ABOUT_A_VISIT = bits("come", "visit", "fits")


def answer(reply: ReplyWords, asked: OpenQuestion, at: datetime, elsewhere: frozenset[str]) -> FoundAnswer:
    """The answer to `asked`. `elsewhere` are the meanings that rules have found already."""
    near = tuple(window for window in asked.windows if is_near(window.start) and is_near(window.end))
    asked = asked if len(near) == len(asked.windows) else replace(asked, windows=near)
    said = times_said(reply, at, of_paying=asked.kind in ("reminder", "none"))
    heard = Heard(reply, asked, at, elsewhere, without_given_up(reply, said))
    with_polite_questions(heard)
    found = _to_question_of(heard)
    if "stop" not in elsewhere:
        found = without_hours_of_texts(reply, found)
    if (
        "promise" in elsewhere
        and asked.kind != "notice"
        and not any(m[0] in ("choose", "propose") for m in found.meanings)
    ):
        return replace(found, time=promised(heard))
    if any(kind == "propose" for kind, *_ in found.meanings):
        return replace(found, named=named_time(found.time, heard.wanted))
    return found


def _to_question_of(heard: Heard) -> FoundAnswer:
    asked = heard.asked
    match asked.kind:
        case "offer":
            return to_offer(heard)
        case "notice":
            return to_notice(heard)
        case "reminder":
            return to_reminder(heard)
        case "question":
            return to_offer(heard) if asked.windows else _to_question(heard)
        case "none":
            return _to_nothing(heard)


def _to_question(heard: Heard) -> FoundAnswer:
    if heard.wanted:
        time, impossible = asked_time(heard.times, heard.at, (), heard.at)
        if impossible:
            return FoundAnswer(missing="a time that is past, or that does not exist")
        if "promise" in heard.elsewhere:
            return FoundAnswer(time=promised(heard))
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


def _is_in_then(heard: Heard) -> bool:
    """Does a clause with hours say that somebody is at home: "sunday I'm in from 3"?"""
    homes = {word.clause for word in heard.reply.words if word.roles & BIT["home"] and not word.negated}
    return any(
        one.word.clause in homes and one.best is not None and one.best.kind in ("datetime", "datetimerange")
        for one in heard.wanted
    )


def _to_nothing(heard: Heard) -> FoundAnswer:
    if "promise" in heard.elsewhere:
        return FoundAnswer(time=promised(heard))
    if change := changes(heard):
        return one_meaning("reschedule", 0.8, "another time", change)
    if heard.wanted and (heard.words(_ABOUT_A_VISIT) or _is_in_then(heard)):
        time, impossible = asked_time(heard.times, heard.at, (), heard.at)
        if time is not None and not impossible:
            return FoundAnswer(
                (("propose", 0.8, "a time for a visit", tuple(one.word for one in heard.wanted)),), time=time
            )
    return FoundAnswer(missing="nothing was asked")
