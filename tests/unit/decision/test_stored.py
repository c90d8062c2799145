"""What was stored yesterday is read today, whatever it is called by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from shared.decision.stored import as_stored, stored

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OverdueReported:
    at: datetime
    intents: tuple[UUID, ...] = ()
    kind: Literal["overdue-reported"] = "overdue-reported"


@dataclass(frozen=True, slots=True)
class LoanClosed:
    cause: str
    kind: Literal["loan-closed"] = "loan-closed"


Change = OverdueReported | LoanClosed
OLD = b'{"kind": "told", "at": "2026-01-05T12:00:00Z", "intents": ["00000000-0000-0000-0000-000000000001"]}'


def with_cause(shut: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "loan-closed", "cause": shut["why"]["code"]}


def test_a_kind_is_read_under_its_former_name() -> None:
    adapter = stored(Change, former={"told": "overdue-reported"})
    assert adapter.validate_json(OLD) == OverdueReported(AT, (UUID(int=1),))
    assert adapter.validate_json(b'{"kind": "loan-closed", "cause": "paid"}') == LoanClosed("paid")


def test_an_older_shape_is_brought_into_today_s() -> None:
    adapter = stored(Change, upcasters={"shut": with_cause})
    assert adapter.validate_json(b'{"kind": "shut", "why": {"code": "paid"}}') == LoanClosed("paid")


def test_fields_that_are_not_known_are_ignored() -> None:
    for adapter in (stored(Change), stored(Change, former={"told": "overdue-reported"})):
        assert adapter.validate_json(b'{"kind": "loan-closed", "cause": "paid", "by": "bank"}') == LoanClosed("paid")


def test_a_field_of_another_model_holds_one_too() -> None:
    @dataclass(frozen=True, slots=True)
    class Remembered:
        change: as_stored(Change, former={"told": "overdue-reported"})  # type: ignore[valid-type]
        kind: Literal["remembered"] = "remembered"

    read = stored(Remembered | LoanClosed).validate_json(b'{"kind": "remembered", "change": ' + OLD + b"}")
    assert read.change == OverdueReported(AT, (UUID(int=1),))
