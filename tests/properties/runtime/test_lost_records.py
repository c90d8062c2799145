"""The proof of docs/adr/0053, drawn: whatever was published when, and whenever the backup was made.

A service commits a decision with its outbox row, publishes it, and marks it as published. Several processes of it do so
side by side, so records may be marked in another order than they were published.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.lost_records import LogRange, RestoredPlaces, lost_records

TOPIC = "texts"
PLACE = (TOPIC, 0)


@dataclass(frozen=True)
class Published:
    """Moments: the commit of its decision, and when it was marked (None: not yet)."""

    offset: int
    source: str
    committed: int
    marked: int | None


@st.composite
def logs(draw: st.DrawFn) -> list[Published]:
    """Offsets in the order of publishing; a record is published after its commit, and marked after that."""
    found, now = [], 0
    for offset in range(draw(st.integers(0, 12))):
        now += draw(st.integers(1, 3))
        source = draw(st.sampled_from(["notifier", "bank"]))
        wait = draw(st.none() | st.integers(1, 10))
        marked = None if wait is None else now + wait
        found.append(Published(offset, source, now - draw(st.integers(1, 4)), marked))
    return found


def at_backup(log: list[Published], moment: int) -> dict[str, RestoredPlaces]:
    marked = [
        one.offset + 1 for one in log if one.source == "notifier" and one.marked is not None and one.marked <= moment
    ]
    published = {PLACE: max(marked)} if marked else {}
    return {"notifier": RestoredPlaces({}, published), "scheduler": RestoredPlaces({PLACE: 0}, {})}


@given(logs(), st.integers(0, 60))
def test_what_is_believed_was_decided_before_the_backup_and_what_is_not_comes_again(
    log: list[Published], moment: int
) -> None:
    lost = lost_records(at_backup(log, moment), {PLACE: LogRange(0, len(log))})
    for record in log:
        passed_over = any(
            one.source == record.source and one.first <= record.offset < one.end for one in lost.skipped["scheduler"]
        )
        decided = record.committed <= moment
        in_the_outbox = decided and (record.marked is None or record.marked > moment)
        if record.source != "notifier":
            assert not passed_over, "what others say is always read again"
        elif passed_over:
            assert not decided or in_the_outbox, "a decision that nobody has, or that is published again"
        else:
            assert decided, "only what the database knows is believed"


@given(logs(), st.integers(0, 60), st.integers(0, 5))
def test_a_recovery_that_is_begun_again_passes_over_no_less(log: list[Published], moment: int, more: int) -> None:
    first = lost_records(at_backup(log, moment), {PLACE: LogRange(0, len(log))})
    again = lost_records(at_backup(log, moment), {PLACE: LogRange(0, len(log) + more)})
    for one in first.skipped["scheduler"]:
        assert any(two[:4] == one[:4] and two.end >= one.end for two in again.skipped["scheduler"])
