"""The corpus through notifier's own steps over the simulation's adapters: the same outcomes as on the real ones."""

from __future__ import annotations

from uuid import UUID

from .corpus import FLOOD_EVENTS, FLOODED, NOW, RECORDS, flood, seen_in, sound_on
from .notifier_in_memory import KEYS, NotifierInMemory


async def test_every_record_ends_as_expected_and_every_sound_one_behind_it_is_handled() -> None:
    notifier = NotifierInMemory()
    for number, record in enumerate(RECORDS):
        notifier.send(record, number)
    await notifier.work()
    letters = notifier.letters()
    found = {(one.data.origin_topic, one.data.partition, one.data.offset): one for one in letters}
    dead = {origin: record for origin, record in notifier.sent.items() if record.is_dead}
    assert {origin: letter.data.code for origin, letter in found.items()} == {o: r.expected for o, r in dead.items()}
    assert len(letters) == len(dead) == len(notifier.database.dead)
    for origin, record in dead.items():
        letter = found[origin]
        kept = notifier.database.dead[UUID(letter.id)].original
        assert (KEYS.look_at(kept, letter.id) if kept else None) == record.value(), record.name
        assert seen_in(letter.data.detail + letter.subject) == [], record.name
    for number, record in enumerate(RECORDS):
        case = f"behind-{number}"
        assert notifier.reasons(case) or ("sending", f"case:{case}") in notifier.database.switches, record.name


async def test_what_is_an_event_after_all_is_decided_on_once_and_a_repetition_never() -> None:
    notifier = NotifierInMemory()
    for number, record in enumerate(RECORDS):
        notifier.send(record, number)
    await notifier.work()
    decided = {record.case: notifier.reasons(record.case) for record in RECORDS}
    for record in RECORDS:
        if record.expected == "handled":
            cause, reason = decided[record.case].pop(0)
            assert (cause, reason) == (record.event_id(), record.reason or reason), record.name
    assert not any(decided.values()), "nothing else happened to any of them"


async def test_the_same_log_read_again_changes_nothing() -> None:
    notifier = NotifierInMemory()
    for number, record in enumerate(RECORDS):
        notifier.send(record, number)
    await notifier.work()
    before = (dict(notifier.database.states), len(notifier.database.dead), len(notifier.letters()))
    notifier.broker.groups.clear()
    await notifier.work()
    assert (dict(notifier.database.states), len(notifier.database.dead), len(notifier.letters())) == before


async def test_ten_thousand_events_of_one_case_are_handled_and_its_state_stays_small() -> None:
    notifier = NotifierInMemory()
    part = notifier.broker.partition_of("loans", FLOODED)
    for value in flood():
        notifier.broker.append("loans", FLOODED.encode(), value, part)
    key, value = sound_on("loans", "behind", NOW)
    notifier.broker.append("loans", key, value, part)
    await notifier.work()
    state = notifier.database.states[FLOODED]
    assert (state.version, len(state.doc) < 8192) == (FLOOD_EVENTS, True)
    assert notifier.reasons("behind") == [("behind-1", "overdue")]
