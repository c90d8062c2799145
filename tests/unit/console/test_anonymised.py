"""What is taught tells of nobody, and says what it said. Each value is one that another project's reports name."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from docs.generate.samples import ROOT
from services.console.cli.anonymised import Unfolded, anonymised

DAY = date(2026, 11, 24)
NAMES = ("Anna María López", "Otto Puig", "王小明", "राहुल शर्मा", "محمد علي")


def day_of(row: dict[str, Any]) -> date:
    return datetime.fromisoformat(row["now"]).date()


def made(text: str) -> str:
    return anonymised(text, NAMES, DAY).text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # codepath/pathreview#53, data-privacy-stack/presidio#638: the parenthesised form
        ("call me at (555) 987-6543", "call me at (555) 012-3467"),
        # data-privacy-stack/presidio#2008: French numbers, in pairs
        ("Mon numéro est 01 42 68 53 00.", "Mon numéro est 05 50 12 34 67."),
        ("06.12.34.56.78", "05.50.12.34.67"),
        # data-privacy-stack/presidio#1311 (testdata630-596-1111), microsoft/Recognizers-Text#2068: no space before it
        ("testdata630-596-1111 ok", "testdata555-012-3467 ok"),
        ("OFFICE-1(516)733-3989", "OFFICE-5(550)123-4675"),
        # guardrails-ai/detect_pii#3: no area code
        ("867 5309", "555 0123"),
        # LeapBeyond/scrubadub#3 in other scripts, and with what nobody sees between
        ("٠٥٠١٢٣٤٥٦٧ الساعة ٣", "٠٥٥٠١٢٣٤٦٧ الساعة ٣"),
        ("０９１２３４５６７８", "０５５０１２３４６７"),
        ("८७६५४३२१०९ पर", "५५५०१२३४६७ पर"),
        ("555\u200b987\u200b6543", "555\u200b012\u200b3467"),
        ("一三八零零一三八零零零", "五五五零一二三四六七五"),
        ("code 482913", "code 555012"),
        ("482 913", "555 012"),
        ("B1234567 ref MX-123456", "X5550123 ref MX-555012"),
        ("anna.lopez@gmail.com, pls", "name@example.org, pls"),
        ("see https://x.example/anna?id=1.", "see https://example.org."),
        ("12 Oak Street at 4", "55 Maple Street at 4"),
        ("calle del Sol 12, a las 4", "calle del Sol 55, a las 4"),
        ("12 bis rue des Lilas", "55 bis rue des Sol"),
        ("我住中山路12号3栋502室,周五", "我住某某路55号5栋012室,周五"),
        ("jl. Melati no. 12", "jl. Sol no. 55"),
        ("शर्मा घर नंबर 12", "अमन घर नंबर 55"),
        ("شارع الملك فهد رقم 12", "شارع السلام رقم 55"),
    ],
)
def test_what_tells_of_a_person_is_replaced_by_something_of_its_shape(text: str, left: str) -> None:
    assert made(text) == left
    assert len([letter for letter in made(text) if letter.isdecimal()]) == len(
        [letter for letter in text if letter.isdecimal() and "://" not in text]
    )


@pytest.mark.parametrize(
    "text",
    [
        # PostHog/posthog-js#4783: a day followed by an hour is no phone
        "2026-12-04 15:30 or 16",
        # screenpipe/screenpipe#2340, tinyhumansai/tinycortex#155: not each run of digits is a phone
        "10-12 14-16, or 12/10-12/12",
        "10.00-12.00 14.00-16.00",
        "1530-1730 on 20261204",
        "paid 15,000 on monday 2",
        "window 2, 10:00-12:00", "1 is the best road to take", "at 4 i will drive", "apt 2 works", "4dec2026 5pm",
        "周五下午3点半", "二零二六年十二月四日", "١٢:٣٠", "2", "",
    ],
)  # fmt: skip
def test_times_days_and_windows_stay_as_they_are(text: str) -> None:
    assert made(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # rayward-external/clawjournal#195: beside letters of a script without spaces
        ("只用Anna这个", "只用Alex这个"),
        ("我是王小明", "我是李安某"),
        ("小明已经付了", "李安已经付了"),
        ("王先生在吗", "李先生在吗"),
        # NISD2/open-isms#81, tdurieux/anonymous_github#12, CachyOS/CachyOS-Settings#248: not inside another word
        ("Ottomotor, Bottrop, banana, annabel", "Ottomotor, Bottrop, banana, annabel"),
        # mysociety/alaveteli#4922: a part of the name, and a space that does not break
        ("Mr López here", "Mr Alex here"),
        ("Anna\u00a0María López", "Alex"),
        # NISD2/open-isms#81: letters with marks are letters, whole or composed
        ("lo\u0301pez, OTTO", "alex, ROBIN"),
        ("An\u200bna", "Alex"),
        ("Ａｎｎａ", "Alex"),
        ("मैं राहुल हूँ", "मैं अमन हूँ"),
        ("أنا محمد", "أنا سالم"),
        ("de la semana, y el", "de la semana, y el"),
    ],
)
def test_a_name_is_found_however_it_is_typed_and_never_inside_another_word(text: str, left: str) -> None:
    assert made(text) == left


def test_hardly_a_sentence_of_the_corpus_is_taken_for_something_personal() -> None:
    rows = [
        json.loads(line)
        for file in sorted((ROOT / "tests/corpus/replies/development").glob("*.jsonl"))
        for line in file.read_text("utf-8").split("\n")
        if line
    ]
    changed = [
        row["id"]
        for row in rows
        if (found := anonymised(row["text"], (), day_of(row))).text != row["text"] or found.hidden
    ]
    assert len(rows) >= 1_000
    assert set(changed) == {"d5-zh-Hans-021", "d5-zh-Hant-010", "f6-zht-013", "en-g8-070"}
    # a debt of five digits, the end of an account's number, and the number of a payment


def test_the_kinds_of_what_was_hidden_are_told_in_their_order() -> None:
    assert anonymised("Anna, 867 5309, a@b.org", NAMES, DAY).hidden == ("name", "number", "e-mail")


def test_a_text_in_which_nobody_could_find_a_name_is_refused() -> None:
    with pytest.raises(Unfolded):
        anonymised("\ufdfa" * 1_100 + "Anna", NAMES, DAY)


@pytest.mark.parametrize(
    "text", ["9" * 1100, "1 " * 550, "a1" * 550, "(" * 1100, "@" * 1100, "一" * 1100, "12 a " * 270]
)
def test_a_crafted_text_takes_no_time(text: str) -> None:
    anonymised(text, NAMES, DAY)
