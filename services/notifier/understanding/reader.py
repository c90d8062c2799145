"""A reply, read: meanings with how sure we are, the slot, the time. The same text and question read the same for ever.

The steps, each a file: what is ours is taken out (`ours`), times are found (`times`), letters are folded (`letters`),
words get roles (`words`), rules compose meanings (`rules`), the answer to the open question is found (`answers`), and
meanings that explain one another are settled (`precedence`). An opt-out is looked for first and lost never.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from .answers import FoundAnswer, answer
from .befallen import (
    EXPLAINED_BY_HARDSHIP,
    PARTS,
    UNWELL,
    put_back,
    taken_aside,
    without_a_mere_day,
    without_asides_of_hardship,
)  # fmt: skip
from .called_off import is_no_yes
from .cancelled import cancels_texts
from .disputes import speaks_of_money
from .foreign_yes import without_foreign_yes
from .found_meaning import found_meaning
from .hard_times import hard_times
from .homographs import without_homographs
from .house_numbers import is_called_wrong
from .languages.shape import BIT
from .letters import RAW_CHARS_MAX, Folded, fold
from .limits import wants_another_way
from .matching import Match, matches, somebody_else
from .meant_otherwise import asks_why_it_stopped
from .mere_mistake import without_mere_mistake
from .narrated import without_asides, without_reasons
from .ours import without_ours
from .passed_over import is_passed_over
from .paying_days import is_over, is_yet_to_come, only_meant
from .precedence import settled
from .reading import FoundMeaning, MeaningName, OpenQuestion, ReplyReading, Span
from .rules import CALLS, HARD_TIMES, IDLE, NO_CONSENT, PAYDAY, SURE, UNSURE
from .spent import is_ahead, nothing_left, went_elsewhere
from .times import TimeMention, mentions
from .visits_refused import no_visits
from .words import ReplyWords, Word, words_in

EXPLAINS_A_NO: frozenset[MeaningName] = frozenset(
    {"stop", "vulnerable", "paid", "hardship", "dispute", "promise", "verify", "human", "call_me", "third_party"}
)
_IN_ORDER: dict[MeaningName, tuple[MeaningName, MeaningName]] = {
    "promise": ("paid", "promise"),
    "choose": ("choose", "call_me"),
}
"""What stands by itself where the first is told before the second: "paid half the rest on friday", "2 and ring me"."""
WRITING = BIT["contact"] | BIT["message"]
PESTERING = BIT["bother"]
WILL = BIT["will"]
UNCLEAR, IN_DOUBT, SWINDLE, A_RECEIPT = 0.0, 0.65, 0.75, 0.75


def read(text: str, asked: OpenQuestion, at: datetime, language: str = "") -> ReplyReading:
    """What `text` says in answer to `asked`, to somebody who writes at `at` (aware, in their zone). Never raises.

    `language` is the one they are known to write ("zh", "en" ...), a hint: it ranks, and what is not written as we have
    it is meant in no language that neither it nor the rest of the reply speaks for (see `evident`).
    """
    own = without_ours(text[:RAW_CHARS_MAX], asked.sent)
    if own.reaction is not None:
        return _reaction(own.reaction, asked)
    folded = fold(own.text)
    times = without_foreign_yes(mentions(own.text, at, language), own.text, language)
    reply = words_in(folded, _in_folded(times, folded), language, own.text)
    matched = without_asides(reply, matches(reply))
    reading = _reading(reply, matched, asked, at, own.text)
    refused = no_visits(reply, matched, asked, reading)
    return reading if refused is None else replace(reading, no_visits=refused)


def _reading(reply: ReplyWords, matched: list[Match], asked: OpenQuestion, at: datetime, text: str) -> ReplyReading:
    found: dict[MeaningName, FoundMeaning] = {}
    clauses: defaultdict[MeaningName, set[int]] = defaultdict(set)
    elsewhere = [match for match in matched if went_elsewhere(reply, match)]
    for match in matched:
        if is_passed_over(reply, match, asked, elsewhere):
            continue
        kind: MeaningName = "help" if asks_why_it_stopped(reply, match) else match.rule.meaning
        if kind in ("stop", "abuse") and any(_is_a_name(reply, text, word) for word in match.words):
            continue
        told_ahead = any(word.roles & WILL for word in match.words)
        clause = reply.clauses[match.words[0].clause]
        if kind == "promise" and not told_ahead and is_over(clause, at) and not only_meant(reply, clause):
            kind = "paid"  # "transferred it yesterday", where the verb tells no tense
        if kind == "paid" and (is_yet_to_come(clause, match.words, at) or is_ahead(clause, match.words, at)):
            kind = "promise"
        clauses[kind].update(word.clause for word in match.words)
        if kind not in found or found[kind].confidence < match.rule.confidence:
            found[kind] = found_meaning(
                reply, kind, match.rule.confidence, f"{match.rule.why} ({match.rule.line})", match.words
            )
    if "wrong_number" not in found and not reply.roles & BIT["not_come"] and (named := somebody_else(reply, text)):
        found["wrong_number"] = found_meaning(reply, "wrong_number", 0.8, "is not somebody", named)
    if reply.roles & BIT["machine_talk"]:
        found = {kind: one for kind, one in found.items() if kind in ("stop", "vulnerable", "abuse", "human")}
        if not found:
            return ReplyReading((FoundMeaning("unclear", UNCLEAR, (), "words that are meant for a machine"),))
    if asked.kind in ("offer", "notice") and "promise" in found and found["promise"].confidence <= PAYDAY:
        del found["promise"]
    if asked.kind in ("reminder", "none") and "start" not in found and cancels_texts(reply, found):
        found.setdefault("stop", replace(found.pop("decline"), kind="stop"))  # no visit is open: it is the texts
        clauses["stop"] |= clauses.pop("decline")
    if elsewhere and "hardship" not in found and (left := nothing_left(reply)):
        found["hardship"] = found_meaning(reply, "hardship", 0.8, "somebody else was paid, and nothing is left", left)
        clauses["hardship"].update(word.clause for word in left)
    told = hard_times(reply)
    if told and "hardship" not in found and found.keys() <= EXPLAINED_BY_HARDSHIP:
        found["hardship"] = found_meaning(reply, "hardship", HARD_TIMES.confidence, HARD_TIMES.why, told)
        clauses["hardship"].update(word.clause for word in told)
        without_asides_of_hardship(found)
    befell = taken_aside(found)
    said = answer(reply, asked, at, frozenset(found))
    if "wrong_number" in found and _means_another_place(reply, asked):
        del found["wrong_number"]  # "wrong number sorry, i meant 2": a digit of ours, and nobody's telephone
        said = FoundAnswer(missing="a number that was corrected", guess=said.slot or said.guess)
    without_mere_mistake(matched, found)
    if any(kind != "decline" for kind, *_ in said.meanings) and is_called_wrong(reply):
        said = FoundAnswer(missing="the number of a house, which is wrong")
    if any(kind == "confirm" for kind, *_ in said.meanings) and is_no_yes(reply.words):
        said = FoundAnswer(missing="a yes, perhaps to cancelling it")
    if befell is not None:
        said = said if not told else without_a_mere_day(said)
        if not said.meanings and (asked.kind in ("reminder", "none") or speaks_of_money(reply)):
            put_back(befell, found, said)
    for kind, sure, rule, words in said.meanings:
        if kind == "decline" and "decline" not in found and found.keys() & EXPLAINS_A_NO:
            continue  # "no more texts" and "can't pay" say nothing of a visit
        clauses[kind].update(word.clause for word in words)
        if kind not in found or found[kind].confidence < sure:
            found[kind] = found_meaning(reply, kind, sure, rule, words)
    if "wrong_number" in found and "stop" not in found and (gone := _removed(reply)):
        found["stop"] = found_meaning(reply, "stop", 0.8, "a wrong number, to be removed", gone)
    if "decline" in found and "stop" in found and _consents_to_no_visit(reply, matched):
        del found["stop"]
    stops = [match.rule.confidence for match in matched if match.rule.meaning == "stop"]
    _weighed(reply, found, said, max(stops, default=0.0))
    without_reasons(reply, found, clauses)
    if "stop" in found and "choose" in found and _share_a_clause(reply, found["stop"], found["choose"]):
        del found["choose"]  # "stop 2" takes no window
    if "deceased" in found and not found.keys() & {"human", "call_me"}:
        # who tells of a death is not the borrower; who asks for somebody speaks for themselves
        found.setdefault("third_party", replace(found["deceased"], kind="third_party"))
        clauses["third_party"] |= clauses["deceased"]
    if "stop" in found and "choose" in found and _only_pestering(matched):
        del found["stop"]  # "don't pester me, monday at ten"
    if stops and max(stops) == CALLS and wants_another_way(reply, at_the_door=asked.kind == "notice"):
        found.pop("stop", None)
    for stays, (first, second) in _IN_ORDER.items():
        if first in found and second in found and found[first].is_told_before(found[second]):
            clauses[stays] = {len(reply.clauses)}
    without_homographs(reply, found)
    kept = settled({kind: clauses[kind] for kind in found})
    if not kept:
        missing = said.missing or "nothing was understood"
        return ReplyReading((FoundMeaning("unclear", UNCLEAR, (), missing),), guess=said.guess)
    slot = said.slot if "choose" in kept else None
    timed = "choose" in kept or "propose" in kept or "promise" in kept
    spoken = said.named if "propose" in kept else None
    return ReplyReading(tuple(found[kind] for kind in kept), slot, said.time if timed else None, named=spoken)


def _means_another_place(reply: ReplyWords, asked: OpenQuestion) -> bool:
    """Is a window of the offer named by its digit, where a number is called wrong?"""
    numbers = {window.number for window in asked.windows} if asked.kind == "offer" else set()
    return any(word.roles & BIT["num"] and word.text.isdigit() and int(word.text) in numbers for word in reply.words)


def _is_a_name(reply: ReplyWords, text: str, word: Word) -> bool:
    """A word that is only nearly one of ours, with a capital inside a sentence: "seu Nivaldo"."""
    start = reply.folded.origins[word.start]
    return word.mended and word is not reply.words[0] and text[start : start + 2].istitle()


def _removed(reply: ReplyWords) -> tuple[Word, ...]:
    return tuple(word for word in reply.any(BIT["remove"]) if not word.negated and not word.mended)[:1]


def _only_pestering(matched: list[Match]) -> bool:
    words = [match.words for match in matched if match.rule.meaning == "stop"]
    return all(any(word.roles & PESTERING and not word.roles & WRITING for word in one) for one in words)


def _consents_to_no_visit(reply: ReplyWords, matched: list[Match]) -> bool:
    """Is it a visit that nobody consents to ("nobody may come, I give no permission"), and are texts not named?"""
    stops = [match.rule for match in matched if match.rule.meaning == "stop"]
    visits = any(match.rule.meaning == "decline" for match in matched)
    return visits and all(rule.why == NO_CONSENT for rule in stops) and not reply.roles & (WRITING | PESTERING)


def _share_a_clause(reply: ReplyWords, one: FoundMeaning, other: FoundMeaning) -> bool:
    def clauses(meaning: FoundMeaning) -> set[int]:
        starts = {span.start for span in meaning.spans}
        return {word.clause for word in reply.words if reply.folded.origins[word.start] in starts}

    return bool(clauses(one) & clauses(other))


def _rests_on(reply: ReplyWords, meaning: FoundMeaning, mask: int) -> bool:
    """Does a meaning rest on nothing but such words: where they will complain, from where the money is to come?"""
    starts = {span.start for span in meaning.spans}
    words = [word for word in reply.words if reply.folded.origins[word.start] in starts]
    return bool(words) and all(word.roles & mask for word in words)


def _weighed(reply: ReplyWords, found: dict[MeaningName, FoundMeaning], said: FoundAnswer, stopping: float) -> None:
    """Drop what the answer explains better than a rule: a cold is a reason, and a day without a promise is none.

    `stopping` is how sure the rules are of a stop, typing errors aside.
    """
    vulnerable, promise, hardship = found.get("vulnerable"), found.get("promise"), found.get("hardship")
    if vulnerable is not None and vulnerable.confidence <= UNWELL and said.meanings:
        del found["vulnerable"]
    later = found.get("reschedule")
    if vulnerable is not None and later is not None and later.confidence <= PARTS:
        del found["reschedule"]  # "I'm 81 and can't see well" asks for no other day
    if "dispute" in found and (verify := found.get("verify")) is not None and verify.confidence <= SWINDLE:
        del found["verify"]  # "that's a lie, I owe nothing"
    decline = found.get("decline")
    if decline is not None and decline.confidence <= IN_DOUBT and len(found) > 1:
        del found["decline"]
    stop = found.get("stop")
    if (
        stop is not None
        and max(stop.confidence, stopping) <= IN_DOUBT
        and found.keys() & {"dispute", "paid", "promise", "hardship"}
    ):
        del found["stop"]  # "stop lying, I paid"
    if stop is not None:
        for beside in ("abuse", "dispute"):
            if beside in found and _rests_on(reply, found[beside], BIT["or_else"]):
                del found[beside]  # "one more text and I go to the police"
    if stop is not None and stop.confidence <= UNSURE and "call_me" in found:
        # "give me a bell, tired of texting", and not "tired of you calling me"
        found.pop("call_me" if _share_a_clause(reply, stop, found["call_me"]) else "stop", None)
    if hardship is not None and "verify" in found and _rests_on(reply, found["verify"], BIT["with_what"]):
        del found["verify"]  # "from where will I pay"
    paid = found.get("paid")
    if promise and paid and paid.confidence <= A_RECEIPT and _share_a_clause(reply, promise, paid):
        del found["paid"]  # "the bill I pay on friday"
    elif promise and paid and not said.time and _rests_on_a_receipt(reply, promise):
        del found["promise"]  # "paid on the 20th, reference will send"
    paid = found.get("paid")
    if promise and paid and said.time and reply.roles & BIT["payday"] and promise.is_told_before(paid):
        del found["paid"]  # "when I'm paid it is paid"
    if promise is not None and hardship is not None and said.time is None:
        found.pop("promise", None)
    moved = {kind for kind, *_ in said.meanings} & {"reschedule", "propose"}
    if moved and hardship is not None and hardship.confidence <= PARTS:
        del found["hardship"]  # "can we put it off" asks for another day, not for time to pay
    if "hardship" in found and said.meanings and found["hardship"].confidence <= IDLE:
        del found["hardship"]  # "saturday, I have no work that day"
    if vulnerable is not None and vulnerable.confidence == SURE:
        found.pop("choose", None)  # despair keeps no appointments


def _rests_on_a_receipt(reply: ReplyWords, promise: FoundMeaning) -> bool:
    starts = {span.start for span in promise.spans}
    clauses = {word.clause for word in reply.words if reply.folded.origins[word.start] in starts}
    return any(word.roles & BIT["receipt"] for place in clauses for word in reply.clauses[place])


def _reaction(liked: bool, asked: OpenQuestion) -> ReplyReading:
    if liked and asked.kind in ("notice", "reminder", "question"):
        return ReplyReading((FoundMeaning("confirm", 0.7, (), "a phone's reaction to our text"),))
    return ReplyReading((FoundMeaning("unclear", UNCLEAR, (), "a phone's reaction, and not a word"),))


def _in_folded(found: tuple[TimeMention, ...], folded: Folded) -> list[TimeMention]:
    """Mentions with places in the folded text instead of the written one."""
    if isinstance(folded.origins, range):
        return list(found)
    moved: list[TimeMention] = []
    for mention in found:
        start, end = bisect_left(folded.origins, mention.start), bisect_left(folded.origins, mention.end)
        gap = mention.gap
        if gap is not None:
            gap = bisect_left(folded.origins, gap[0]), bisect_left(folded.origins, gap[1])
        if start < end:
            moved.append(replace(mention, start=start, end=end, gap=gap))
    return moved


def written(text: str, spans: tuple[Span, ...]) -> str:
    """The words of `text` at `spans`, for a person to see."""
    return " … ".join(text[span.start : span.end] for span in spans)
