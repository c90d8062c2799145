"""The answer to a notice of a visit that was agreed: yes, another time, no, or how to find the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from .coverage import agreement, is_explained
from .fitting import INSIDE, fitting, score
from .heard import CANT, REFUSES, FoundAnswer, Heard, asks_of_times, changes, one_meaning, opens
from .languages.shape import BIT, MARK, bits
from .life_hours import life_hours
from .polarity import is_wanted
from .proposals import FIRST_HOUR, LAST_HOUR, asked_time
from .reading import FoundTime, OfferedWindow
from .times_said import Reference, tells_why
from .unchanged import NOES
from .waiting import no_appointments
from .words import Word

_AGREES = bits("yes", "fits")
_UNCHANGED = bits("yes", "stays")
_SOMEBODY, _SELF = bits("relative", "other_person", "somebody"), bits("i", "me")
_ASKS = bits("how", "what", "who", "why")
_ON_CONDITION = bits("not", "if", "why")
_WITH_A_MANNER = bits("way", "light", "polite", "laugh", "yes", "ack", "i", "home", "time", "come", "visit")
_NOBODY_CAME = bits("not_come", "nobody_here")
_SAME_HOURS = bits("same", "stays", "keep")
ONE_DAY, MOST_SOONER = timedelta(days=1), timedelta(hours=6)
_MOVES = bits("change", "instead")
_BESIDE_A_WAY = frozenset(("call_me", "confirm", "help"))
_AGAINST_COMING = REFUSES | bits("cant", "busy", "cease", "remove", "nobody", "dispute", "wrong")


def to_notice(heard: Heard) -> FoundAnswer:
    windows = heard.asked.windows
    agreed = windows[0] if windows else None
    if heard.reply.roles & BIT["undecided"]:
        return FoundAnswer(missing="has not decided")
    change, cant = changes(heard), heard.words(CANT)
    elsewhen = bool(heard.wanted) and not _all_fit(heard.wanted, agreed)
    if cant and not change and not elsewhen and _is_there_oneself(heard, cant):
        return FoundAnswer(missing="somebody else can't, and they themselves are there")
    refusal = [word for word in heard.words(REFUSES) if not word.roles & BIT["yes"]]
    aside = no_appointments(heard.reply, agreed, heard.at)
    heard.times = [one for one in heard.times if one.word not in aside]
    wanted = heard.wanted
    if aside and not change and not refusal and not cant and (not wanted or _all_fit(wanted, agreed)):
        return FoundAnswer(missing="since when somebody waits, or when they leave")
    if agreed is not None and not change and not refusal and _is_free_by_then(heard, cant, agreed):
        return FoundAnswer(missing="an hour of their own day, and the visit behind it")
    if heard.words(_NOBODY_CAME) and not change and not refusal and not any(_is_later(one, agreed) for one in wanted):
        return FoundAnswer(missing="says that nobody has come")
    words = [one.word for one in wanted]
    moved = {word.clause for word in change}

    def asks_for_it(one: Reference) -> bool:
        """Is a time no part of a clause that only tells why another is asked for?"""
        return one.word.clause in moved or not tells_why(heard.reply.clauses[one.word.clause])

    if wanted:
        shifted = any(one.mention is not None and one.mention.shift is not None for one in wanted)
        same = agreed is not None and not shifted and bool(fitting(wanted, [agreed]))
        if same and agreed is not None and any(_cuts(one, agreed) for one in wanted):
            return FoundAnswer(missing="a limit within the time that was agreed")
        instead = heard.reply.roles & BIT["except"] or (
            heard.words(_MOVES) and any(_leaves(one, agreed) for one in wanted)
        )
        if same and not instead and not cant and not change and not refusal:
            yes = agreement(heard.reply) or tuple(words)
            asks = heard.reply.roles & _ASKS or ("?" in heard.reply.ends and not agreement(heard.reply))
            if is_explained(heard.reply, yes) and not asks and not heard.reply.roles & _ON_CONDITION:
                return one_meaning("confirm", 0.9, "the time that was agreed", yes)
            return FoundAnswer(missing="the time that was agreed, but no yes")
        if (sooner := _so_much_sooner(heard, agreed)) is not None:
            return FoundAnswer(
                (
                    ("reschedule", 0.8, "earlier than agreed", tuple(words)),
                    ("propose", 0.8, "so much earlier", tuple(words)),
                ),
                time=sooner,
            )
        if asks_of_times(heard):
            return FoundAnswer(missing="a question about a day")
        if change and not any(map(asks_for_it, wanted)):
            return one_meaning("reschedule", 0.9, "another time, and why", change)
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
        if _agrees_behind(heard, refusal):
            return FoundAnswer(missing="a no, and a yes behind it")
        return one_meaning("decline", 0.9, "no", refusal)
    unchanged = any(word.roles & _UNCHANGED == _UNCHANGED for word in heard.words(_AGREES))
    if cant and unchanged and all(word.roles & BIT["busy"] for word in cant):
        return FoundAnswer(missing="that nothing is to change, and what else they do")
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


def _all_fit(wanted: list[Reference], agreed: OfferedWindow | None) -> bool:
    return agreed is not None and bool(fitting(wanted, [agreed]))


def _is_there_oneself(heard: Heard, cant: list[Word]) -> bool:
    """ "My son can't be there, only me": are all that can't somebody else, and does another clause say I?"""
    cants = {word.clause for word in cant}
    for place in cants:
        clause = heard.reply.clauses[place]
        before = [word for word in clause if word.start < next(w.start for w in clause if w in cant)]
        if not any(word.roles & _SOMEBODY for word in before) or any(w.roles & _SELF for w in before):
            return False
    own = heard.words(_SELF) + [word for word in heard.words(_AGREES) if " " in word.text and not word.negated]
    return any(word.clause not in cants for word in own)


def _is_free_by_then(heard: Heard, cant: list[Word], agreed: OfferedWindow) -> bool:
    """ "Work lets me out at 1 Friday", for a visit at 2: is every time one of their own day before it?"""
    hours = life_hours(heard.reply)
    if any(not word.marks & MARK["life_hour"] for word in cant) or not hours or not heard.times:
        return False
    starts = [one.best.on(agreed.start.date(), agreed.start.tzinfo)[0] for one in heard.times if one.best is not None]
    return all(one.word in hours and one.best is not None for one in heard.times) and all(
        start.date() == agreed.start.date() and start <= agreed.start for start in starts
    )


def _agrees_behind(heard: Heard, refusal: list[Word]) -> bool:
    """ "No, fine": is a bare no all that refuses, and does a clause behind it agree?"""
    bare = all(word.text in NOES for word in refusal)
    return bare and any(
        word.clause > refusal[-1].clause and not word.negated and not word.roles & (BIT["light"] | BIT["ack"])
        for word in heard.words(_AGREES)
    )


def _cuts(one: Reference, agreed: OfferedWindow) -> bool:
    """Does a limit leave a part of the agreed time only: "home from 3" for a visit from 2 to 4?"""
    is_limit = one.best is not None and one.best.open != "" and one.best.kind in ("datetimerange", "timerange")
    return is_limit and one.mention is not None and 0 < score(one.mention, agreed) < INSIDE


def _is_later(one: Reference, agreed: OfferedWindow | None) -> bool:
    """Is it a day after the agreed one? An hour tells only how late it is: "nobody here yet, it's past 4"."""
    start = one.best.start if one.best is not None else None
    return start is not None and (agreed is None or start.date() > agreed.start.date())


def _so_much_sooner(heard: Heard, agreed: OfferedWindow | None) -> FoundTime | None:
    """ "Two hours before", where the words for it are those for "two hours ago": nobody proposes what is gone."""
    one = heard.wanted[0].mention
    if agreed is None or len(heard.times) != 1 or one is None or heard.elsewhere:
        return None
    if one.relative is not None or one.shift is None or one.shift < -MOST_SOONER:
        return None
    start = agreed.start + one.shift
    return FoundTime(start, start + (agreed.end - agreed.start))


def _shows_the_way(heard: Heard) -> list[Word]:
    """The words of somebody who expects us: "ring when at the gate", "opposite the bus stop"."""
    asks = heard.reply.roles & (_ASKS | BIT["if"]) or "?" in heard.reply.ends
    if asks or heard.elsewhere - _BESIDE_A_WAY or any(word.roles & _AGAINST_COMING for word in heard.reply.words):
        return []
    way = [word for word in heard.words(BIT["way"]) if not word.negated]
    if all(word.marks & MARK["manner"] for word in way) and any(
        not word.roles & _WITH_A_MANNER and word.text[0].isalnum() for word in heard.reply.words
    ):
        return []  # "don't come by the back door, people talk"
    return way


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
    hour, minute = divmod(numbers[0], 100) if numbers[0] >= 100 else (numbers[0], 0)
    hour = hour if hour >= FIRST_HOUR else hour + 12
    return agreed.start.replace(hour=hour, minute=minute % 60) if FIRST_HOUR <= hour <= LAST_HOUR else None
