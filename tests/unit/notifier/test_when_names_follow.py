"""What was agreed says on which day who comes is told, in every language, and takes no segment more for it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.notifier.core.wording import LANGUAGES, Params, render
from services.notifier.core.wording.language import LanguageWords
from services.notifier.core.wording.lint import faults
from services.notifier.core.wording.render import on
from services.notifier.core.wording.segments import segments
from shared.contracts.texts import Wording
from tests.apart import share

from .events import NOW, window
from .test_wording import every_language


@every_language
@pytest.mark.parametrize("turn", share(range(3), every=3))
def test_what_was_agreed_says_when_the_names_follow_for_no_segment_more(spoken: LanguageWords, turn: int) -> None:
    """Of three turns each has every day of a year, and every distance on every day of the week; all have all."""
    for ahead in range(400):
        time = window(NOW + timedelta(days=ahead, minutes=30))
        agreed = render("agreed", spoken, Params(Wording(window=time), None, (), 30))
        day = date.fromisoformat(time.local[:10]) - timedelta(days=(1, 2, 4)[(ahead + turn) % 3])
        body = render("agreed", spoken, Params(Wording(window=time, names_on=day), None, (), 30))
        assert segments(body) == segments(agreed), body
        assert faults(body, spoken) == []
        assert set(body.replace(spoken.names.format(day=on(day, spoken)), "")) <= set(agreed)
        assert str(spoken.first if day.day == 1 else day.day) in body
        assert body == unicodedata.normalize("NFC", body).strip()


DAYS = {
    "en": "On Wed 14 Oct we tell you who comes.", "es": "El mié 14 oct le decimos quién irá.",
    "pt": "Em qua 14 out dizemos-lhe quem vai.", "fr": "Le mer 14, nous vous dirons qui viendra.",
    "zh-Hans": "我们10月14日告知您由谁来访。", "zh-Hant": "我們10月14日告知您由誰來訪。",
    "hi": "कौन आएगा, यह बुध 14 अक्टू को बताएँगे।", "id": "Pada Rab 14 Okt kami kabari siapa yang datang.",
    "ar": "سنخبركم يوم الأربعاء 14 أكتوبر بمن سيزوركم.",
}  # fmt: skip


@every_language
def test_the_day_of_the_names_is_written_as_the_language_writes_it(spoken: LanguageWords) -> None:
    said = Params(
        Wording(window=window(NOW).model_copy(update={"local": "2026-10-16T15:00"}), names_on=date(2026, 10, 14)),
        None,
        (),
        30,
    )
    assert DAYS[spoken.tag] in render("agreed", spoken, said)


def test_a_language_says_in_one_sentence_with_a_day_that_the_names_follow() -> None:
    for wrong in ("We tell you who comes. ", "{day}\n", "On {day}, or reply 4. "):
        with pytest.raises(ValueError, match="one sentence with a day"):
            replace(LANGUAGES["en"], names=wrong)
