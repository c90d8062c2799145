"""A word for opting out stops where it begins or ends a reply, whatever else is told, and in whatever language."""

import pytest

from services.notifier.core.reply_meanings import CONSENT_TO_TEXTS_MIN
from services.notifier.hearing.doubts import read_doubted
from services.notifier.understanding.reading import MeaningName, OpenQuestion

from .events import NOW

STOPS = (
    ("es", "STOP ya pagué"),
    ("es", "ALTO ya pagué"),
    ("es", "basta ya pagué"),
    ("es", "ya pague paren"),
    ("pt", "STOP já paguei"),
    ("pt", "PARAR já paguei"),
    ("pt", "parem já paguei"),
    ("fr", "STOP j'ai payé"),
    ("fr", "stop deja payé"),
    ("fr", "deja payé arretez"),
    ("hi", "STOP paise de diye"),
    ("hi", "STOP मैंने पैसे दे दिए"),
    ("hi", "band karo paise de diye"),
    ("id", "STOP sudah bayar"),
    ("id", "berhenti sudah bayar"),
    ("ar", "STOP دفعت"),
    ("ar", "STOP لقد دفعت"),
    ("ar", "توقفوا دفعت"),
    ("zh", "STOP 我已经还了"),
    ("zh", "已还清STOP"),
    ("en", "STOP IT I PAID"),
    ("en", "STOP STOP STOP paid paid paid"),
    ("en", "END IT i paid"),
    ("en", "QUIT I paid"),
    ("en", "CANCEL I paid"),
    ("en", "pls stop i payed alredy"),
    ("fr", "STOP je paie vendredi"),
    ("fr", "STOP j'ai perdu mon emploi"),
    ("id", "STOP saya bayar jumat"),
    ("id", "STOP bukan utang saya"),
    ("ar", "STOP ليس ديني"),
    ("ar", "ليس ديني توقف"),
    ("zh", "STOP 不是我的债"),
    ("en", "STOP wrong number"),
    ("en", "stop wrong person"),
    ("fr", "STOP mauvais numéro"),
    ("id", "STOP saya bukan Pak X"),
    ("fr", "STOP je ne suis pas M. X"),
    ("", "STOP habe bezahlt"),
    ("", "STOP già pagato"),
    ("", "STOP я заплатил"),
    ("", "STOP nie mój dług"),
    ("zh", "STOP 打错了"),
    ("en", "I'm not Mr X stop"),
    ("en", "I'm not Mr Miller stop"),
    ("en", "not mr miller stop"),
    ("en", "This is not Mr Miller stop"),
    ("en", "Im not mrs Jones pls stop"),
    ("en", "I'm not Mr X STOP"),
    ("en", "I'm not John STOP"),
)
GO_ON = (
    ("en", "I paid. DON'T STOP"),
    ("en", "DO NOT STOP I paid"),
    ("en", "Stop lying, I paid"),
    ("en", "stop by on friday"),
    ("en", "stop by tomorrow, I pay then"),
    ("en", "quit my job, can't pay"),
    ("en", "lost my job at the bus stop"),
    ("en", "end of month I pay"),
    ("es", "para el viernes pago"),
    ("es", "fin de mes pago"),
    ("es", "baja medica, pago viernes"),
    ("fr", "arrêt maladie, je paie vendredi"),
    ("id", "berhenti kerja, belum bisa bayar"),
    ("es", "Para mañana pago"),
    ("en", "stop worrying I will pay friday"),
    ("en", "please don't stop, I paid"),
    ("en", "I paid at the bus stop"),
    ("en", "cancel the visit, I paid"),
    ("en", "stop at my office, I pay there"),
    ("en", "I paid, do not stop the reminders"),
    ("pt", "parou de chover, pago amanhã"),
    ("en", "my pay stopped"),
)


def kinds(words: str, language: str) -> dict[MeaningName, float]:
    return {one.kind: one.confidence for one in read_doubted(words, OpenQuestion(), NOW, language).meanings}


@pytest.mark.parametrize(("language", "words"), STOPS)
def test_a_word_for_opting_out_stops_beside_whatever_is_told(language: str, words: str) -> None:
    assert "stop" in kinds(words, language)


@pytest.mark.parametrize(("language", "words"), GO_ON)
def test_what_only_begins_or_ends_like_one_does_not_stop(language: str, words: str) -> None:
    assert "stop" not in kinds(words, language)


def test_the_claim_is_not_lost_beside_it() -> None:
    assert "paid" in kinds("STOP ya pagué", "es")
    assert "dispute" in kinds("STOP ليس ديني", "ar")
    assert "wrong_number" in kinds("STOP mauvais numéro", "fr")


def test_a_stop_by_mistake_lifts_nothing_and_a_person_sees_it() -> None:
    found = kinds("STOP 打错了", "zh")
    assert found.keys() == {"stop"}
    assert found["stop"] < CONSENT_TO_TEXTS_MIN
