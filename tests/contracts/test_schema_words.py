"""What is wrong with a field is said in words: an operator reads them in a dead letter."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from docs.generate.samples import REFUSED
from shared.contracts.codec import Malformed, decode_value
from shared.contracts.schema_words import OTHERWISE, WORDS

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
CODES = {*get_args(ErrorType), "rfc_3339_date_time", "rfc_3339_date"}


@pytest.mark.parametrize("path", sorted((REFUSED / "schema").glob("*.json")), ids=lambda path: path.stem)
def test_a_record_that_does_not_fit_is_refused_in_words(path: Path) -> None:
    refused = decode_value("loans", path.read_bytes(), NOW)
    assert isinstance(refused, Malformed)
    assert not [word for word in re.split(r"[ :;,]+", refused.detail) if word in CODES - {"missing"}]
    assert OTHERWISE not in refused.detail


def test_the_words_are_of_codes_that_the_validator_has() -> None:
    assert set(WORDS) - CODES == set()


def test_a_field_and_what_is_wrong_with_it_make_a_sentence() -> None:
    refused = decode_value("loans", b'{"type":"doorstep.loan.overdue.v1"}', NOW)
    assert isinstance(refused, Malformed)
    assert "subject is missing; time is missing" in refused.detail
