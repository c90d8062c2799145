"""The contact authority against a reading of the rules in the plainest words: whatever it allows, they allow."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from services.notifier.core.authority import Allowed, Asked, Deferred, ask
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.rules import rules_of
from services.notifier.core.state import CaseText
from tests.unit.notifier.events import NOW, PACK, intent

ZONES = (
    "Europe/Lisbon", "America/New_York", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Kiritimati", "Pacific/Niue", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran", "UTC",
)  # fmt: skip
WEEK = timedelta(days=7)
MOMENTS = st.integers(0, 500 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
NEARBY = st.integers(-20 * 24 * 60, 20 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def lawful_hour(zone: str, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(zone))
    holiday = (local.month, local.day) in ((1, 1), (12, 25))
    return time(9) <= local.time() < time(19) and local.isoweekday() <= 6 and not holiday


def within_cap(times: list[datetime]) -> bool:
    """In every week there are at most three."""
    return all(sum(start <= other < start + WEEK for other in times) <= 3 for start in times)


@settings(max_examples=300, deadline=None)
@forall(
    st.sampled_from(ZONES), MOMENTS, st.lists(NEARBY, max_size=9), st.sampled_from(["reminder-last", "offer", "notice"])
)
def test_what_is_allowed_is_within_hours_and_caps_and_what_is_deferred_will_be(
    zone: str, at: datetime, apart: list[timedelta], kind: str
) -> None:
    times: list[datetime] = []
    for gap in apart:  # a ledger that keeps the cap itself: past contacts and visits that lie ahead
        if within_cap([*times, at + gap]):
            times.append(at + gap)
    ledger = Ledger(tuple(Contact(f"x{n}", "c", "visit", when, True) for n, when in enumerate(times)))
    text = CaseText(intent(), kind, "intended", at, at, at + timedelta(days=90))  # type: ignore[arg-type]
    for _ in range(40):
        verdict = ask(text, Asked("c", zone, "p", ledger, (), False, None), at, rules_of(PACK, at.date()))
        if isinstance(verdict, Allowed):
            break
        assert isinstance(verdict, Deferred)
        assert verdict.until > at
        at = verdict.until
    assert isinstance(verdict, Allowed)
    assert lawful_hour(zone, at)
    assert lawful_hour(zone, verdict.until - timedelta(seconds=1))
    assert kind == "notice" or within_cap([*times, at])


@settings(max_examples=100, deadline=None)
@forall(st.sampled_from(ZONES), MOMENTS)
def test_a_deferral_is_never_later_than_the_next_lawful_hour(zone: str, at: datetime) -> None:
    text = CaseText(intent(), "notice", "intended", at, at, at + timedelta(days=90))
    verdict = ask(text, Asked("c", zone, "p", Ledger(), (), False, None), at, rules_of(PACK, at.date()))
    if isinstance(verdict, Deferred):
        assert not lawful_hour(zone, at)
        assert lawful_hour(zone, verdict.until)
        assert not lawful_hour(zone, verdict.until - timedelta(seconds=1))
    else:
        assert lawful_hour(zone, at)
