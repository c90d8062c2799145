"""When the parts of a day are is a convention with a name. Replies are read in ours."""

from datetime import UTC, datetime

import pytest

from services.notifier.understanding.times import OURS, RECOGNIZERS, DayParts, mentions

from .said import written

AT = datetime(2027, 3, 10, 10, tzinfo=UTC)  # a Wednesday


def read(text: str, language: str, day_parts: DayParts) -> str:
    return "; ".join(written(mention) for mention in mentions(text, AT, language, day_parts))


@pytest.mark.parametrize(
    ("text", "language", "ours", "recognizers"),
    [
        ("this afternoon", "en", "03-10 12:00..18:00", "03-10 12:00..16:00"),
        ("tomorrow evening", "en", "03-11 18:00..21:00", "03-11 16:00..20:00"),
        ("tonight", "en", "03-10 18:00..21:00", "03-10 20:00..23:59"),
        ("mañana por la tarde", "es", "03-11 12:00..18:00", "03-11 16:00..20:00"),
        ("este pasado mediodía", "es", "03-10 12:00..18:00", "03-10 12:00..16:00"),
        ("amanhã à tarde", "pt", "03-11 12:00..18:00", "03-11 16:00..20:00"),
        ("明天晚上", "zh", "03-11 18:00..21:00", "03-11 16:00..20:00"),
        ("demain soir", "fr", "03-11 18:00..21:00", "03-11 16:00..20:00"),
        ("le 12 au matin", "fr", "03-12 08:00..12:00", "03-12 08:00..12:00"),
        ("wednesday evening next week", "en", "03-17 18:00..21:00", "03-17 16:00..20:00"),
        ("late in the afternoon", "en", "15:00..18:00", "14:00..16:00"),
        ("before lunch", "en", "08:00..12:00", "08:00..11:00"),
        ("end of tomorrow", "en", "03-11 16:00..21:00", "03-11 23:59"),
        ("end of day", "en", "16:00..18:00", "03-10 23:59"),
        ("tomorrow at 7 in the evening", "en", "03-11 19:00", "03-11 19:00"),
    ],
)
def test_a_part_of_the_day_is_read_in_the_convention_that_is_asked_for(
    text: str, language: str, ours: str, recognizers: str
) -> None:
    assert read(text, language, OURS) == ours
    assert read(text, language, RECOGNIZERS) == recognizers


def test_who_asks_for_none_gets_ours() -> None:
    assert mentions("tonight", AT, "en") == mentions("tonight", AT, "en", OURS)


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("três dias depois de amanhã", "pt", "03-14"),
        ("trois jours après demain", "fr", "03-14"),
        ("deux semaines à partir d'aujourd'hui", "fr", "03-24"),
        ("从今天起两周后", "zh", "03-24"),
        ("quarta-feira, 24", "pt", "03-24"),
        ("ce week-end", "fr", "03-13..03-15"),
        ("no final de semana", "pt", "03-13..03-15"),
        ("no próximo fim de semana", "pt", "03-20..03-22"),
        ("本月剩余时间", "zh", "03-10..04-01"),
        ("八月十五号", "zh", "08-15"),
        ("之前3小时", "zh", "03-10 07:00..10:00"),
        ("《后天》明日上线", "zh", "03-11"),
        ("from now until 3 minutes later", "en", "03-10 10:00..10:03"),
        ("temprano por la mañana", "es", "08:00..10:00"),
        ("de manhã cedo", "pt", "08:00..10:00"),
        ("no final do dia", "pt", "16:00..18:00"),
        ("à la fin de la journée", "fr", "16:00..18:00"),
        ("au cours des sept prochains jours", "fr", "03-11..03-18"),
        ("सुबह-सुबह", "hi", "08:00..10:00"),
        ("más tarde en la tarde", "es", "15:00..18:00"),
    ],
)
def test_what_is_counted_named_or_cut_short(text: str, language: str, meant: str) -> None:
    assert read(text, language, OURS) == meant


@pytest.mark.parametrize(
    ("text", "language"),
    [("dois dias depois de manhã", "pt"), ("sexta, 15", "pt"), ("uma hora depois de amanhã", "pt")],
)
def test_what_is_not_counted_from_tomorrow_and_no_day_beside_its_weekday(text: str, language: str) -> None:
    assert read(text, language, OURS) not in ("03-13", "03-15")
