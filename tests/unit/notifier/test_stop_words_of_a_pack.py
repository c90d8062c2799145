"""Whose phone a reply came from, and so which day it is there, is not known yet when its words are read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.notifier.core.rules import stop_words
from tests.unit.policy.packs import example

TONIGHT = datetime(2026, 11, 28, 20, tzinfo=UTC)
PACK = example("""
[opt_out]
words = { value = ["basta"], cite = "a new act", effective_from = 2026-11-29, status = "law" }
""")


def test_a_stop_word_counts_while_it_is_one_on_any_local_day() -> None:
    """Whose phone it is, and so which day, is not known yet when a reply comes in."""
    assert "basta" not in stop_words(PACK, TONIGHT - timedelta(days=1))
    assert {"basta", "stop"} <= stop_words(PACK, TONIGHT)
    assert "stop" not in stop_words(PACK, TONIGHT + timedelta(days=2))
