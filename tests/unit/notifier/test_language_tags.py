"""Which of our languages is nearest to what a bank says of a borrower's."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.notifier.core.wording import LANGUAGES, nearest, written
from services.notifier.core.wording.languages import NEAREST
from shared.runtime.settings import SettingsError

from .test_senders import settings

NEAREST_OF = {
    "zh-Hans": "zh zh-CN zh-SG zh-MY zh-Hans zh-Hans-HK ZH-hans-cn zh-cmn cmn cmn-Hans zh-cmn-Hans yue-CN yue-Hans",
    "zh-Hant": "zh-TW zh-HK zh-MO zh-Hant zh_TW zh-Hant-CN yue yue-HK zh-yue zh-yue-HK cmn-Hant cmn-TW",
    "en": "en en-US en-GB EN en-Latn-IN en-US-u-hc-h12 en-x-bank en-001",
    "es": "es es-MX es-419 es-Latn",
    "pt": "pt pt-BR pt-PT pt_BR",
    "fr": "fr fr-CA fr-Latn-CH",
    "hi": "hi hi-IN hi-Deva hi-Latn hi-Latn-IN",
    "id": "id id-ID in in-ID",
    "ar": "ar ar-EG ar-Arab-SA ar-001",
    None: "sw de ms ms-MY ur bn ta zh-Latn zh-Latn-pinyin ar-Latn en-Cyrl nan hak english 中文 zho-Hans eng x-zh",
}
NEAREST_OF[None] += " z zh- -zh zh--TW en\n"


@pytest.mark.parametrize("expected", NEAREST_OF)
def test_the_nearest_is_by_script_then_region_then_language(expected: str | None) -> None:
    found = {tag: nearest(tag) for tag in NEAREST_OF[expected].split(" ")}
    assert found == dict.fromkeys(found, expected)
    assert nearest("") is None


def test_every_row_of_the_table_is_a_language_that_is_written_and_each_is_its_own() -> None:
    assert set(NEAREST.values()) == set(LANGUAGES)
    assert [nearest(tag) for tag in LANGUAGES] == list(LANGUAGES)
    assert all(tag == tag.lower() for tag in NEAREST)


def test_a_tag_says_more_than_two_letters_do() -> None:
    assert (written("zh"), written("zh", "zh-Hant"), written("zh", "sw"), written("sw")) == (
        "zh-Hans",
        "zh-Hant",
        None,
        None,
    )


@pytest.mark.parametrize("languages", ["", "zh-Hant", "zh-TW, en,pt-BR"])
def test_a_bank_names_the_languages_of_its_borrowers(languages: str, tmp_path: Path) -> None:
    assert settings(tmp_path, DOORSTEP_LANGUAGES=languages).languages == languages


@pytest.mark.parametrize(
    ("languages", "named"),
    [
        ("en,sw", "sw"), ("de,en,ms_MY", "de, ms_MY"), ("english", "english"), ("zh-Latn-pinyin", "zh-Latn-pinyin"),
        ("en,Hush7Hush,de", "number 2, de"), ("postgresql://u:hush@h/x", "number 1"), ("x" * 400, "number 1"),
    ],
)  # fmt: skip
def test_one_that_no_text_is_written_in_refuses_the_start_and_is_named_where_it_looks_like_one(
    languages: str, named: str, tmp_path: Path
) -> None:
    with pytest.raises(
        SettingsError, match=f"^DOORSTEP_LANGUAGES: no text is written in {named}; texts are written in en"
    ):
        settings(tmp_path, DOORSTEP_LANGUAGES=languages)
