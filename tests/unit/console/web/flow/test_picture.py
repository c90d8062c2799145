"""Boxes that stand apart, a line for each who writes or reads, labels where they can be read."""

from __future__ import annotations

import itertools

import pytest

from services.console.web.flow.channels import channels
from services.console.web.flow.picture import (
    PARTY_HEIGHT,
    PORT,
    RIGHT_X,
    WIDTH,
    FlowPicture,
    Waiting,
    per_s,
    picture,
    weight,
)
from services.console.web.flow.throughput import Came
from shared.contracts.catalogue import TOPICS


def drawn(**given: object) -> FlowPicture:
    rates = {Came("texts", "doorstep.text.sent.v1", "notifier"): 12.0}
    whole: dict[str, object] = {"today": {}, "waiting": {}, "notes": {}} | given
    return picture(channels(rates, {("scheduler", "texts"): 3.0}), **whole)  # type: ignore[arg-type]


def test_there_is_a_line_for_each_who_writes_or_reads() -> None:
    found = drawn()
    edges = sum(len(topic.consumers) + (3 if topic.producers == ("any",) else len(topic.producers)) for topic in TOPICS)
    assert len(found.lines) == edges + 4
    assert len({line.path for line in found.lines}) == len(found.lines)


def test_no_box_lies_on_another_and_all_lie_within() -> None:
    found = drawn()
    for x in (0, RIGHT_X):
        tops = sorted(box.y for box in found.parties if box.x == x)
        assert all(below - above >= PARTY_HEIGHT for above, below in itertools.pairwise(tops))
        assert tops[0] >= 0
        assert tops[-1] + PARTY_HEIGHT <= found.height
    rows = [(box.y, box.y + box.height) for box in found.topics]
    assert all(end < begin for (_, end), (begin, _) in itertools.pairwise(rows))


def test_labels_of_one_topic_stand_apart() -> None:
    found = drawn(waiting={(party, "outcomes"): Waiting("9 behind, 1 min", "wait") for party in ("notifier", "router")})
    heights = sorted(line.label_y for line in found.lines if line.tone == "wait")
    assert len(heights) == 2
    assert heights[1] - heights[0] >= PORT
    assert all(0 < line.label_x < WIDTH for line in found.lines)


def test_the_arrow_to_who_is_late_says_so_instead_of_the_rate() -> None:
    found = drawn(waiting={("scheduler", "texts"): Waiting("40 behind, 2 min", "wait")})
    labels = {(line.party, line.label) for line in found.lines if line.label}
    assert ("scheduler", "40 behind, 2 min") in labels
    assert ("notifier", "12/s") in labels
    assert ("scheduler", "3.0/s") not in labels


def test_what_is_busiest_is_drawn_last_and_thickest() -> None:
    found = drawn()
    assert [line.weight for line in found.lines] == sorted(line.weight for line in found.lines)
    assert found.lines[-1].weight == 3


def test_a_note_stands_on_who_reads_only() -> None:
    found = drawn(notes={"router": ("late", "wait")}, today={"texts": 1_530})
    assert [(box.x, box.note) for box in found.parties if box.party == "router"] == [(0, ""), (RIGHT_X, "late")]
    assert next(box.note for box in found.topics if box.name == "texts") == "1,530 today"


@pytest.mark.parametrize(
    ("rate", "said", "thick"),
    [(None, "", 0), (0.0, "", 0), (0.02, "<0.1/s", 1), (0.44, "0.4/s", 1), (5.0, "5.0/s", 3), (9.96, "10/s", 3),
     (1234.5, "1,234/s", 4)],
)  # fmt: skip
def test_a_rate_is_as_exact_as_a_person_wants_it(rate: float | None, said: str, thick: int) -> None:
    assert (per_s(rate), weight(rate)) == (said, thick)


def test_without_any_topic_there_is_nothing_to_draw() -> None:
    assert picture([], today={}, waiting={}, notes={}).lines == ()
