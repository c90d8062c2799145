"""Records that the world sent: each acknowledged one is in the log, poison was refused, and only poison was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..history import History
from ..topic_events import TopicEvent
from ..verdict import Breach


def check(history: History) -> Iterator[Breach]:
    letters = defaultdict(list)
    for letter in history.all("record.refused"):
        letters[letter.case].append(letter)
    yield from _acknowledged(history)
    yield from _poison(history, letters)
    yield from _sound(history, letters)
    for first, other in history.contradictions:
        why = f"{first.source} says two things under the id {first.id}: at {first.raw.origin} and {other.raw.origin}"
        yield Breach("doubled", "one-id-two-facts", first.case, why)


def _acknowledged(history: History) -> Iterator[Breach]:
    there = {(fact.raw.topic, fact.id) for fact in history.facts}
    for row in history.sent:
        if not row.get("poison") and (row.text("topic"), row.text("id")) not in there:
            why = f"{row.text('type')} {row.text('id')} was acknowledged and is not in {row.text('topic')}"
            yield Breach("lost", "acknowledged-record-is-gone", row.text("case") or row.text("key"), why)


def _poison(history: History, letters: dict[str, list[TopicEvent]]) -> Iterator[Breach]:
    for raw in history.records:
        row = history.poison_of(raw)
        if row is None:
            continue
        codes = {str(letter.get("code")) for letter in letters.get(raw.origin, ())}
        expected = row.text("poison")
        if not codes:
            yield Breach("lost", "poison-without-a-letter", raw.origin, f"nobody refused it; expected {expected}")
        elif codes != {expected}:
            why = f"refused as {', '.join(sorted(codes))}; expected {expected}"
            yield Breach("lost", "poison-under-another-name", raw.origin, why)


def _sound(history: History, letters: dict[str, list[TopicEvent]]) -> Iterator[Breach]:
    poisoned = {raw.origin for raw in history.records if history.poison_of(raw) is not None}
    for origin, refused in sorted(letters.items()):
        if origin not in poisoned:
            why = f"a sound record was refused by {refused[0].get('service')} as {refused[0].get('code')}"
            yield Breach("lost", "letter-without-poison", origin, why)
