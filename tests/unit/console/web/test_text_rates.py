"""What became of texts is counted by what was said and by the carrier's code; what is in doubt has its evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.console.views.text_outcomes import OUTCOMES
from services.console.web.doubt_evidence import evidence
from services.console.web.text_rates import BAR_PX, altogether, by_code, by_kind
from services.notifier.core.text_status import TextStatus

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def fates(*rows: tuple[str, str, int | None, int]) -> list[dict[str, Any]]:
    return [dict(zip(("kind", "status", "carrier_code", "texts"), row, strict=True)) for row in rows]


ROWS = fates(
    ("offer", "delivered", None, 6), ("offer", "undelivered", 30003, 1), ("offer", "uncertain", None, 1),
    ("notice", "delivered", None, 1), ("offer", "withdrawn", 21606, 2), ("notice", "failed", 30003, 1),
    ("notice", "rejected", None, 1), ("notice", "failed", 99999, 1),
)  # fmt: skip


def test_a_rate_is_of_what_was_posted_and_what_was_taken_back_is_not_in_it() -> None:
    offer, notice = by_kind(ROWS)
    assert (offer.kind, offer.total, offer.posted) == ("offer", 10, 8)
    assert (offer.share("delivered"), offer.share("failed"), offer.share("in doubt")) == ("75.0 %", "12.5 %", "12.5 %")
    assert notice.share("failed") == "75.0 %"
    assert altogether([offer, notice]).posted == 12
    assert altogether([]).share("delivered") == "-"


def test_the_parts_of_a_bar_fill_it_one_after_the_other() -> None:
    offer = by_kind(ROWS)[0]
    parts = offer.bar()
    assert [part[1] for part in parts] == ["delivered", "in doubt", "failed", "withdrawn"]
    assert sum(part[3] for part in parts) == pytest.approx(BAR_PX)
    assert [part[2] for part in parts] == [0, 96, 112, 128]
    assert altogether([]).bar() == ()


def test_codes_say_what_they_mean_and_whose_they_are_and_a_failure_without_one_counts_too() -> None:
    found = by_code(ROWS)
    assert [(each.code, each.count, each.party) for each in found] == [
        (21606, 2, "sender"), (30003, 2, "network"), (None, 1, "nobody's"), (99999, 1, "nobody's"),
    ]  # fmt: skip
    assert found[1].says == "the handset could not be reached"
    assert found[1].kinds == ("notice", "offer")
    assert found[3].says == "a code we don't know"


def test_every_status_that_a_text_can_have_is_counted_somewhere() -> None:
    assert set(OUTCOMES) == set(get_args(TextStatus))


def test_the_evidence_says_what_is_known_and_what_is_done_next() -> None:
    row = {
        "has_id": True, "carrier_code": 30003, "posting_at": NOW - timedelta(hours=2), "looks": 1,
        "look_after": NOW + timedelta(minutes=5),
    }  # fmt: skip
    assert evidence(row, NOW) == (
        "The carrier gave it an id, so it was taken once.",
        "The carrier said 30003: the handset could not be reached (network).",
        "Posted 2 h ago, and the answer never came.",
        "Looked for in the carrier's list once, and not found so far.",
        "It is looked for again in 5 min.",
    )
    unposted = row | {"has_id": False, "carrier_code": None, "posting_at": None, "looks": 0, "look_after": NOW}
    assert evidence(unposted, NOW) == (
        "It was claimed and never noted as posted.",
        "It was not looked for yet in the carrier's list.",
        "It is being looked for now.",
    )
    assert "2 times" in evidence(row | {"looks": 2, "look_after": None}, NOW)[-1]
