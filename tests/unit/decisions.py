"""What holds of every decision of every core, whatever it is about. The histories of the unit tests check it.

1. It says why: a code, a sentence and a rule, as written in `shared/contracts/reasons`. So does all it tells others.
2. Its changes and rows survive being written down, and what it publishes fits its contract.
3. A timer has a kind, and a moment with a zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from shared.contracts.reasons import SEPARATOR, reasons_of
from shared.contracts.values import PermitLine, Reason
from shared.decision import CancelTimer, Decision, Publish, Row, SetTimer
from shared.decision.documents import Stored

REASONS = "shared/contracts/reasons"
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def assert_sound(core: str, decision: Decision, changes: Stored[Any], at: datetime) -> None:
    assert_reads(core, decision.reason, decision.why, decision.rule)
    for change in decision.changes:
        assert changes.validate_json(changes.dump_json(change)) == change
    for effect in decision.effects:
        match effect:
            case Publish():
                _assert_fits(core, effect, at)
            case SetTimer(kind, due_at):
                assert kind
                assert due_at.tzinfo is not None
            case CancelTimer(kind):
                assert kind
            case Row():
                kind_of_row: Any = type(effect)
                rows = _adapter(kind_of_row)
                assert rows.validate_json(rows.dump_json(effect)) == effect
                assert effect.statement
            case _:
                raise AssertionError(f"no effect: {effect!r}")


def assert_reads(core: str, code: str, sentence: str, rule: str) -> None:
    """What followed from something remembered is told in the same sentence, by words of its own."""
    sentence, *more = sentence.split(SEPARATOR)
    for words in more:
        assert _is_said(core, words), f"in {REASONS}/{core}.txt is no reason that reads: {words}"
    assert _is_written(core, code, sentence, rule), f"add to {REASONS}/{core}.txt:\n{code} | {sentence} | {rule}"


def _assert_fits(core: str, said: Publish, at: datetime) -> None:
    told = said.event(id="e", source=core, subject=said.subject, time=said.time or at, data=said.data)  # type: ignore[call-arg]
    assert type(told).model_validate_json(told.model_dump_json()) == told
    for code, sentence, rule in _reasons(said.data):
        assert_reads(core, code, sentence, rule)


def _reasons(value: Any) -> Iterator[tuple[str, str, str]]:
    match value:
        case Reason():
            yield value.code, value.text, value.rule
        case PermitLine():
            yield value.rule, value.text, ""
        case BaseModel():
            for name in type(value).model_fields:
                yield from _reasons(getattr(value, name))
        case tuple():
            for one in value:
                yield from _reasons(one)


@lru_cache(maxsize=4096)
def _is_written(core: str, code: str, sentence: str, rule: str) -> bool:
    return CODE.fullmatch(code) is not None and any(line.fits(code, sentence, rule) for line in reasons_of(core))


@lru_cache(maxsize=1024)
def _is_said(core: str, sentence: str) -> bool:
    return any(line.says(sentence) for line in reasons_of(core))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
