"""The lint of our texts: each rule seen red in each language, by a sentence that somebody might really write."""

from __future__ import annotations

import pytest

from services.notifier.core.wording import LANGUAGES
from services.notifier.core.wording.lint import RULES, faults

PLANTED: dict[str, dict[str, str]] = {
    "en": {
        "threat": "Pay today or we seize your car.",
        "shame": "You should be ashamed.",
        "authority": "Our lawyer will write to you.",
        "disclosure": "Your loan of 200 is open.",
        "carrier": "Reply yes if it suits you.",
    },
    "es": {
        "threat": "Es el último aviso.",
        "shame": "¿Qué dirá su familia?",
        "authority": "Le escribirá nuestro abogado.",
        "disclosure": "Su deuda sigue abierta.",
        "carrier": "Responda baja para no recibir más.",
    },
    "pt": {
        "threat": "É a última oportunidade.",
        "shame": "Os seus vizinhos vão saber.",
        "authority": "O tribunal vai escrever-lhe.",
        "disclosure": "O seu empréstimo está em aberto.",
        "carrier": "Responda SAIR para não receber mais.",
    },
    "fr": {
        "threat": "Sinon, ce sera la saisie.",
        "shame": "Votre famille sera déçue.",
        "authority": "L'huissier vous écrira.",
        "disclosure": "Votre dette reste ouverte.",
        "carrier": "Répondez oui si cela vous convient.",
    },
    "zh-Hans": {
        "threat": "如不处理，后果自负。",
        "shame": "我们会联系您的家人。",
        "authority": "本案将移交法院。",
        "disclosure": "您的贷款已逾期。",
        "carrier": "不想再收请回复TD。",
    },
    "zh-Hant": {
        "threat": "如不處理，後果自負。",
        "shame": "我們會聯絡您的親友。",
        "authority": "我們的律師會聯絡您。",
        "disclosure": "您尚欠本行款項。",
        "carrier": "取消請回覆。",
    },
    "hi": {
        "threat": "यह अंतिम चेतावनी है।",
        "shame": "आपको शर्म आनी चाहिए।",
        "authority": "हमारे वकील आपसे बात करेंगे।",
        "disclosure": "आपका लोन बाकी है।",
        "carrier": "संदेश बंद करने के लिए उत्तर दें।",
    },
    "id": {
        "threat": "Ini peringatan dari kami.",
        "shame": "Keluarga Anda akan tahu.",
        "authority": "Pengacara kami akan datang.",
        "disclosure": "Pinjaman Anda belum lunas.",
        "carrier": "Balas berhenti agar tidak menerima pesan.",
    },
    "ar": {
        "threat": "هذا إنذار لكم.",
        "shame": "ستعرف عائلتكم بالأمر.",
        "authority": "سيتصل بكم محامينا من المحكمة.",
        "disclosure": "القرض لم يسدد بعد.",
        "carrier": "أرسلوا إلغاء.",
    },
}
ANYWHERE = {
    "disclosure": "200 €",
    "carrier": "CANCEL",
    "shouting": "PAY NOW",
    "link": "bank.example.com/a",
    "unseen": "a\u202eb",
    "too-long": "a\u4e00" * 140,
}


def broken(body: str, tag: str) -> set[str]:
    return {fault.partition(":")[0] for fault in faults(body, LANGUAGES[tag])}


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("rule", RULES[:5])
def test_each_rule_finds_what_is_planted_in_each_language(rule: str, tag: str) -> None:
    assert rule in broken(PLANTED[tag][rule], tag)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("rule", ANYWHERE)
def test_what_no_language_changes_is_found_in_each(rule: str, tag: str) -> None:
    assert rule in broken(f"{LANGUAGES[tag].templates['visit-held']} {ANYWHERE[rule]}", tag)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("rule", RULES[:4])
def test_each_word_of_the_data_is_found_in_a_text(rule: str, tag: str) -> None:
    words = getattr(LANGUAGES[tag].lint, rule)
    body = LANGUAGES[tag].templates["opt-out-confirmed"]
    missed = [word for word in words if rule not in broken(f"{body} {word.removesuffix('*')}.", tag)]
    assert not missed
    assert len(words) == len(set(words))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_keyword_of_a_carrier_is_found(tag: str) -> None:
    missed = [
        word for word in LANGUAGES[tag].lint.carrier if "carrier" not in broken(f"Reply {word.removesuffix('*')}.", tag)
    ]
    assert not missed


@pytest.mark.parametrize(
    "body",
    [
        "Reply YES", "reply yes", "Text CANCEL", "reply 'end'", "UNSUBSCRIBE", "Pay!", "¡Pague!", "付款！", "www.x", "http://x",
        "a\u200bb", "a\u2067b", "a\x07b",
    ],
)  # fmt: skip
def test_the_lint_finds(body: str) -> None:
    assert broken(body, "en")


@pytest.mark.parametrize(
    ("body", "tag"),
    [
        ("Reply 5. No more texts: STOP.", "en"),
        ("Nobody comes before the end of the month, yes.", "en"),
        ("We start again on Monday; the info is here to help.", "en"),
        ("Ana Sharma from your bank", "en"),
        ("अनीता शर्मा आपके बैंक से", "hi"),
        ("Hari Sabtu kami datang", "id"),
        ("نوقف التذكير في المدينة", "ar"),
        ("15.00-17.00", "id"),
        ("bank Anda. Mohon", "id"),
    ],
)
def test_what_only_looks_like_a_fault_is_none(body: str, tag: str) -> None:
    assert broken(body, tag) == set()
