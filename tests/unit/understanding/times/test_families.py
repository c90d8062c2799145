"""Families of expressions: a day counted from another, a last day that counts, "to" that is one with its hour."""

# ruff: noqa: E501 (texts are read as lists)
from datetime import UTC, datetime

import pytest

from services.notifier.understanding.times import mentions

AT = datetime(2027, 3, 10, 10, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("sábado das 10 ao meio-dia", "pt", (13, 10), (13, 12)), ("shanivar ko 10 se 12 ke beech", "hi", (13, 10), (13, 12)), ("le 12 au matin", "fr", (12, 8), (12, 12)), ("au plus tard vendredi à midi", "fr", (12, 8), (12, 12)),
        ("do dia 24 ao dia 26 do próximo mês", "pt", (55, 0), (58, 0)), ("el jueves de la otra semana", "es", (18, 0), (19, 0)), ("de hoy en ocho", "es", (17, 0), (18, 0)), ("3月15日两周后", "zh", (29, 0), (30, 0)),
        ("the last working day of the month", "en", (31, 0), (32, 0)), ("ten past four this coming friday", "en", (12, 16), (12, 17)), ("अप्रैल के पहले हफ्ते में", "hi", (32, 0), (39, 0)),
        ("jumat setengah lima", "id", (12, 16), (12, 17)), ("el 23 por la mañana", "es", (23, 8), (23, 12)), ("el lunes 22 hasta las 5 de la tarde", "es", (22, 8), (22, 17)),
    ],
)  # fmt: skip
def test_what_is_meant(text: str, language: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    found = max(mentions(text, AT, language), key=lambda one: one.end - one.start).best
    assert found is not None
    assert found.start is not None
    assert found.end is not None
    start = datetime(2027, 3, 1, tzinfo=UTC)
    assert ((found.start - start).days + 1, found.start.hour) == first
    assert ((found.end - start).days + 1, found.end.hour) == last


def test_what_tells_of_one_end_tells_of_the_other() -> None:
    (found,) = mentions("7 to 8 in the evening", AT, "en")
    assert [(one.first and one.first.hour, one.last and one.last.hour) for one in found.readings] == [(19, 20)]


@pytest.mark.parametrize(("text", "language"), [("dimanche après la messe", "fr"), ("el domingo después de misa", "es"), ("الجمعة بعد الصلاة", "ar"), ("sunday later", "en")])  # fmt: skip
def test_what_the_day_holds_does_not_move_it(text: str, language: str) -> None:
    found = mentions(text, AT, language)[0].best
    assert found is not None
    assert found.kind == "date"
