"""Whatever is shown says how old it is, and since when nothing newer can be had."""

from datetime import UTC, datetime, timedelta

import pytest

from deploy.local.user_error import UserError
from services.console.cli.top.feed import SHARE, WAIT_S_MAX, Feed, Pace
from services.console.cli.top.freshness import Freshness
from services.console.views.formatting import age

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-3, "0 s"), (0.4, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (86_400 * 40, "40 d")],
)
def test_an_age_is_as_coarse_as_a_person_wants_to_know(seconds: float, told: str) -> None:
    assert age(timedelta(seconds=seconds)) == told


def test_before_the_first_reading_nothing_is_claimed() -> None:
    assert Freshness().told(NOON) == "being read"
    assert Freshness().failed("Kafka is gone.").told(NOON) == "not read yet: Kafka is gone."


def test_what_can_not_be_read_any_more_is_stale_since_it_was_read_last() -> None:
    seen = Freshness().good(NOON)
    assert seen.told(NOON + timedelta(seconds=2)) == "2 s old"
    gone = seen.failed("PostgreSQL can't be reached.").failed("PostgreSQL can't be reached.")
    assert gone.told(NOON + timedelta(minutes=3)) == "stale since 12:00:00 UTC (3 min): PostgreSQL can't be reached."
    assert gone.stale
    assert not gone.good(NOON).stale


def test_a_reading_that_takes_long_is_done_seldom() -> None:
    pace = Pace(every_s=1)
    assert pace.after(0.01) == 1
    assert pace.after(2) == 2 * SHARE
    assert pace.after(1000) == WAIT_S_MAX
    assert Pace(every_s=600).after(1000) == 600


async def test_trouble_leaves_what_was_read_and_passes_by_itself() -> None:
    answers: list[int | UserError] = [1, UserError("It is gone.", ""), 2]

    async def read() -> int:
        answer = answers.pop(0)
        if isinstance(answer, UserError):
            raise answer
        return answer

    feed = Feed(read, Pace(1, again_s=7))
    seen = []
    for _ in range(3):
        await feed.look()
        seen.append((feed.value, feed.fresh.trouble, feed.pause_s))
    assert seen == [(1, "", 1), (1, "It is gone.", 7), (2, "", 1)]
