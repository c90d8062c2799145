"""Hours and caps: the borrower's clock, and the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.notifier.core.authority import Asked, Forbidden, ask, survives
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.rules import rules_of
from services.notifier.core.state import CaseText
from shared.contracts.texts import Wording
from shared.policy import Pack
from shared.policy.caps import earliest
from shared.policy.parts import Cap
from tests.unit.policy.packs import with_contact

from .events import NOW, PACK, intent

DAY = timedelta(days=1)
CALENDAR = PACK.calendar


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def leaf(value: str) -> str:
    return f'{{ value = {value}, cite = "test", effective_from = 2026-01-01, status = "house" }}'


def opens(zone: str, moment: datetime, pack: Pack = PACK) -> datetime | None:
    return pack.calendar.next_open("text", zone, moment)


def test_hours_are_the_borrowers() -> None:
    assert CALENDAR.open_span("text", "Asia/Kolkata", at("2026-11-24T04:00+00:00")) is not None
    assert CALENDAR.open_span("text", "Europe/Lisbon", at("2026-11-24T04:00+00:00")) is None


def test_the_end_of_hours_is_outside_them() -> None:
    assert CALENDAR.open_span("text", "Europe/Lisbon", at("2026-11-24T19:00+00:00")) is None
    assert CALENDAR.open_span("text", "Europe/Lisbon", at("2026-11-24T09:00+00:00")) is not None


def test_the_day_on_which_clocks_go_forward_still_opens_at_nine() -> None:
    assert opens("Europe/Madrid", at("2026-03-28T20:00+00:00")) == at("2026-03-30T07:00+00:00")  # a Sunday is between
    assert opens("America/Sao_Paulo", at("2026-03-29T01:00-03:00")) == at("2026-03-30T09:00-03:00")


def test_the_week_in_which_clocks_go_back_opens_an_hour_later_in_utc() -> None:
    assert opens("Europe/Lisbon", at("2026-10-24T20:00+01:00")) == at("2026-10-26T09:00+00:00")


def test_sundays_and_holidays_are_closed() -> None:
    assert opens("Europe/Lisbon", at("2026-11-28T20:00+00:00")) == at("2026-11-30T09:00+00:00")
    assert opens("Europe/Lisbon", at("2026-12-24T20:00+00:00")) == at("2026-12-26T09:00+00:00")


def test_a_blackout_may_be_a_span_and_a_window_may_hold_on_holidays() -> None:
    span = leaf('{ name = "festival", first = 2026-11-25, last = 2026-11-26 }')
    pack = with_contact(blackouts=f"[{span}]")
    assert opens("Europe/Lisbon", at("2026-11-24T20:00+00:00"), pack) == at("2026-11-27T09:00+00:00")
    always = leaf('{ channels = ["text"], holidays = true, start = 08:00:00, end = 20:00:00 }')
    open_pack = with_contact(blackouts=f"[{span}]", windows=f"[{always}]")
    assert opens("Europe/Lisbon", at("2026-11-25T08:30+00:00"), open_pack) == at("2026-11-25T08:30+00:00")


def test_a_channel_that_no_window_names_is_never_open() -> None:
    visits = leaf('{ channels = ["visit"], start = 08:00:00, end = 20:00:00 }')
    pack = with_contact(windows=f"[{visits}]")
    assert opens("Europe/Lisbon", NOW, pack) is None
    assert verdict(pack) == Forbidden("never-open", "contact.windows[0]: test")


def verdict(pack: Pack, ledger: Ledger | None = None, kind: str = "offer", said: Wording | None = None) -> object:
    text = CaseText(intent(), kind, "intended", NOW, NOW, NOW + 400 * DAY, wording=said)  # type: ignore[arg-type]
    return ask(
        text,
        Asked("case-1", "Europe/Lisbon", "a", ledger or Ledger(), (), False, None),
        NOW,
        rules_of(pack, NOW.date()),
    )


def cap(number: int, days: int, scope: str = "person") -> str:
    return leaf(f'{{ channels = ["text"], scope = "{scope}", contacts_max = {number}, days = {days} }}')


def test_a_cap_of_nothing_refuses() -> None:
    assert verdict(with_contact(caps=f"[{cap(0, 7)}]")) == Forbidden("not-allowed-at-all", "contact.caps[0]: test")


def test_a_cap_per_debt_counts_that_debt_only() -> None:
    pack = with_contact(caps=f"[{cap(1, 7, 'debt')}]")
    other = Ledger((Contact("x", "another", "text", NOW - DAY, True),))
    assert getattr(verdict(pack, other), "until", None) == NOW.replace(hour=19)


def test_hours_and_caps_push_each_other_until_both_agree() -> None:
    pack = with_contact(caps=f"[{cap(1, 1)}]")
    full = Ledger(tuple(Contact(f"x{n}", "c", "text", NOW + n * timedelta(hours=20), True) for n in range(20)))
    found = verdict(pack, full)
    assert getattr(found, "until", NOW) >= NOW + 19 * timedelta(hours=20) + DAY


def test_the_earliest_moment_breaks_no_window_of_the_cap() -> None:
    limit = Cap(channels=("text",), contacts_max=2, days=7)
    assert earliest(NOW, [], limit) == NOW
    past, newer, ahead = ((NOW + days * DAY,) * 2 for days in (-2, -1, 1))
    assert earliest(NOW, [past, newer], limit) == NOW + 5 * DAY
    assert earliest(NOW, [past, ahead], limit) == NOW + 5 * DAY


def test_a_contact_that_is_somewhere_in_a_span_is_counted_wherever_it_may_be() -> None:
    limit, hour = Cap(channels=("visit",), contacts_max=1, days=7), timedelta(hours=1)
    ahead = (NOW + 7 * DAY + hour, NOW + 7 * DAY + 3 * hour)
    assert earliest(NOW, [ahead], limit, lasts=hour) == NOW
    assert earliest(NOW, [ahead], limit, lasts=2 * hour) == NOW + 14 * DAY + 3 * hour
    assert earliest(NOW + 14 * DAY + 2 * hour, [ahead], limit) == NOW + 14 * DAY + 3 * hour


def test_contacts_of_the_case_itself_are_counted_once() -> None:
    claimed = CaseText(intent(1), "offer", "claimed", NOW, NOW, NOW + DAY, claimed_at=NOW)
    back = CaseText(intent(2), "offer", "withdrawn", NOW, NOW, NOW + DAY, claimed_at=NOW)
    ledger = Ledger((Contact(str(intent(3)), "c", "text", NOW, True),)).with_texts("c", [claimed, back])
    assert [contact.id for contact in ledger.contacts] == [str(intent(3)), str(intent(1))]
    assert ledger.with_texts("c", [claimed]) == ledger


def test_what_survives_a_brake() -> None:
    assert survives("opt-out-confirmed", "opted-out")
    assert not survives("thanks-paid", "opted-out")
    assert not survives("opt-out-confirmed", "wrong-number")
    assert survives("hardship", "dispute")
    assert not survives("hardship", "paid")
    assert not survives("offer", "hold")
