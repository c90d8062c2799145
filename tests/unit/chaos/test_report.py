"""The report says that all is well only when it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.verifier.verdict import SENTENCE, Breach, RunVerdict
from services.verifier.verify import judge
from tests.chaos.doubt import Doubt
from tests.chaos.options import Options, parse
from tests.chaos.plan import Incident
from tests.chaos.record import Done
from tests.chaos.report import Outcome, percentile

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KILL, BROKER = Incident("kill", "router", 1), Incident("broker")


def went(incident: Incident, recovered_s: float | None, *dead: str) -> Done:
    return Done(incident, NOW, dead=list(dead), ended=NOW, recovered_s=recovered_s)


KILLED = went(KILL, 5.0, *("router",) * 20)
UNEXPLAINED = Doubt("i-1", "c-1", NOW, "", True, False)
COUNTS = {"cases": 1, "events": 1, "texts_posted": 0, "visits": 0}


def outcome() -> Outcome:
    done = [went(KILL, 5.0 + number / 10, "router") for number in range(20)] + [went(BROKER, 20.0)]
    return Outcome(
        Options(kills=20), judge([], [], []), done, [], [Doubt("i-1", "c-1", NOW, "told", True, False)], {}, [], {}, 60
    )


def test_a_campaign_without_a_flaw_ends_with_the_sentence() -> None:
    assert outcome().problems() == []
    assert outcome().lines()[-1] == SENTENCE
    assert json.loads(json.dumps(outcome().doc()))["recovery"]["killed"] == {
        "count": 20, "p50_s": 5.9, "p95_s": 6.8, "max_s": 6.9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"verdict": RunVerdict((Breach("lost", "x", "c-1", "gone"),), {}, COUNTS)}, "lost: c-1: gone [x]"),
        ({"doubts": [UNEXPLAINED]}, "unexplained doubt: c-1: text i-1 at 2026-01-01 00:00"),
        (
            {"doubts": [Doubt("i-1", "c-1", NOW, "told", True, True)]},
            "never looked for: c-1: text i-1 is with the carrier, and nobody knows",
        ),
        (
            {"doubts": [Doubt("i-1", "c-1", NOW, "told", True, False, left=True)]},
            "left in doubt: c-1: text i-1 since 2026-01-01 00:00, though the carrier's list tells what became of it",
        ),
        ({"unfinished": {"notifier.outbox": 3}}, "not at rest: 3 of notifier.outbox"),
        ({"stuck": ["router: relay"]}, "a loop hung for more than a minute: router: relay"),
        ({"options": Options(kills=21)}, "only 20 of 21 kills: there was no time for the rest"),
        ({"done": [KILLED, went(BROKER, 61.0)]}, "too slow: after the broker's loss 61.0 s, at most 60"),
        ({"done": [replace(KILLED, recovered_s=15.2)]}, "too slow: after a kill p95 is 15.2 s, at most 15"),
        ({"done": [replace(KILLED, recovered_s=None)]}, "never worked again: kill router 1"),
    ],
)  # fmt: skip
def test_whatever_is_wrong_is_said_instead(changes: dict[str, object], told: str) -> None:
    spoilt = replace(outcome(), **changes)  # type: ignore[arg-type]
    assert spoilt.problems() == [told]
    assert not spoilt.fine
    assert SENTENCE not in spoilt.lines()


def test_the_nearest_rank_is_a_value_that_was_measured() -> None:
    assert percentile([1.0], 95) == 1.0
    assert percentile([float(n) for n in range(1, 101)], 95) == 95.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0


def test_options_are_read_and_wrong_ones_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert parse(["--kills", "4", "--minutes", "2.5", "--seed", "x", "--cases", "9"]) == Options(4, 2.5, "x", 9)
    with pytest.raises(SystemExit):
        parse(["--kills", "0"])
    assert "--kills: 1 to 1000, not 0" in capsys.readouterr().err
