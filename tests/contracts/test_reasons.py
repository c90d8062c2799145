"""The catalogue of reasons is in order; that every decision is in it, the cores' own tests show."""

import re

import pytest

from shared.contracts.reasons import SERVICES, reasons_of

EACH = pytest.mark.parametrize("service", SERVICES)


@EACH
def test_no_reason_stands_twice(service: str) -> None:
    assert len(set(reasons_of(service))) == len(reasons_of(service)) > 50


@EACH
def test_a_code_is_lower_case_words_with_hyphens(service: str) -> None:
    codes = {reason.code for reason in reasons_of(service)}
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9*]+(-[a-z0-9*]+)*", code)] == []


@EACH
def test_a_reason_is_found_by_its_line_and_another_is_not(service: str) -> None:
    for reason in reasons_of(service):
        assert reason.fits(*(part.replace("*", "this") for part in (reason.code, reason.sentence, reason.rule)))
    assert not any(reason.fits("no-such-code", "nobody says this", "") for reason in reasons_of(service))
