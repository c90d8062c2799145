"""What borrowers write when they use words, by what they mean and in their language: phrases, and sentences of the
published corpus of replies (see `data`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Literal

IN_WORDS_SHARE = 0.4
"""Of those who choose a window, where their language has words for it."""
SpokenMeaning = Literal[
    "stop-words", "wrong-number", "hardship", "promise", "other-time", "who", "dispute", "mumble", "paid"
]

WORDS: dict[SpokenMeaning, dict[str, tuple[str, ...]]] = {
    "stop-words": {
        "en": ("please stop texting me", "Stop sending me these messages", "take me off your list"),
        "pt": ("por favor parem de me enviar mensagens", "não me enviem mais mensagens"),
        "es": ("no me escriban más", "dejen de mandarme mensajes"),
        "zh": ("别再发短信了", "请不要再给我发短信"),
        "zh-Hant": ("別再傳簡訊了", "請不要再傳訊息給我"),
    },
    "wrong-number": {
        "en": ("wrong number", "you have the wrong number", "I don't know this person"),
        "pt": ("número errado", "não conheço essa pessoa"),
        "es": ("número equivocado", "se equivoca de número"),
        "zh": ("你打错了", "号码错了"),
        "zh-Hant": ("你打錯了", "號碼錯了"),
    },
    "hardship": {
        "en": ("I lost my job and can't pay", "I can't afford this right now"),
        "pt": ("perdi o emprego, não consigo pagar", "não posso pagar agora"),
        "es": ("perdí mi trabajo, no puedo pagar", "no puedo pagar ahora"),
        "zh": ("我失业了，还不起", "现在没钱还"),
        "zh-Hant": ("我失業了，還不起", "現在沒錢還"),
    },
    "promise": {
        "en": ("I will pay on friday", "paying next week, promise"),
        "pt": ("pago na sexta", "vou pagar na próxima semana"),
        "es": ("pago el viernes", "voy a pagar la semana que viene"),
        "zh": ("我周五还", "下周一定还"),
        "zh-Hant": ("我週五還", "下週一定還"),
    },
    "other-time": {
        "en": ("friday after 6", "tomorrow afternoon please", "can you come wednesday at 10?"),
        "pt": ("sexta depois das 18h", "amanhã à tarde"),
        "es": ("el viernes después de las 18", "mañana por la tarde"),
        "zh": ("明天下午三点", "周五下午"),
        "zh-Hant": ("明天下午三點", "週五下午"),
    },
    "who": {
        "en": ("who is this?", "what is this about"),
        "pt": ("quem é?", "de que se trata?"),
        "es": ("¿quién es?", "¿de qué se trata?"),
        "zh": ("你是谁？", "请问是哪位"),
        "zh-Hant": ("你是誰？", "請問是哪位"),
    },
    "dispute": {
        "en": ("I don't owe you anything", "this is not my debt"),
        "pt": ("eu não devo nada", "essa dívida não é minha"),
        "es": ("no les debo nada", "esa deuda no es mía"),
        "zh": ("我没有欠钱", "这不是我的债"),
        "zh-Hant": ("我沒有欠錢", "這不是我的債"),
    },
    "mumble": {
        "en": ("ok maybe", "👍", "asdf", "hm the dog ate it"),
        "pt": ("pois", "🤷"),
        "es": ("pues nada", "🤷"),
        "zh": ("嗯", "哦"),
        "zh-Hant": ("嗯", "喔"),
    },
    "paid": {
        "en": ("I already paid", "paid it yesterday"),
        "pt": ("já paguei", "paguei ontem"),
        "es": ("ya pagué", "pagué ayer"),
        "zh": ("我已经还了", "昨天还过了"),
        "zh-Hant": ("我已經還了", "昨天還過了"),
    },
}

HEDGES: dict[str, tuple[str, ...]] = {
    "en": ("{}?", "maybe {}"),
    "pt": ("{}?", "talvez {}"),
    "es": ("¿{}?", "quizás {}"),
    "zh": ("{}？", "可能{}"),
    "zh-Hant": ("{}？", "可能{}"),
}
"""Names a window, and chooses none."""


def say(what: SpokenMeaning, language: str, random: Random) -> str:
    """One of the ways to say it; English where the language has none."""
    ways = _ways(what)
    return random.choice(ways[nearest(language, ways)])


def choose(slot: int, language: str, random: Random) -> str:
    """The digit of a window, or words that mean it."""
    ways = _sentences().get(f"slot-{slot}", {})
    spoken = _tag(language, ways)
    return random.choice(ways[spoken]) if spoken and random.random() < IN_WORDS_SHARE else str(slot)


def hedge(slot: int, language: str, random: Random) -> str:
    """Words that name a window without choosing it."""
    return random.choice(HEDGES[nearest(language, HEDGES)]).format(slot)


@cache
def _ways(what: SpokenMeaning) -> Mapping[str, tuple[str, ...]]:
    phrases, sentences = WORDS[what], _sentences().get(what, {})
    return {tag: (*phrases.get(tag, ()), *sentences.get(tag, ())) for tag in phrases.keys() | sentences.keys()}


@cache
def _sentences() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By what they mean, and by language."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    text = (files("services.sandbox") / "data" / "sentences.jsonl").read_text(encoding="utf-8")
    for row in map(json.loads, text.splitlines()):
        of = found.setdefault(row["means"], {})
        of[row["language"]] = (*of.get(row["language"], ()), row["text"])
    return found


def nearest(language: str, known: Collection[str]) -> str:
    """Of what is known for a BCP 47 tag: the same, what it is written like, or English."""
    return _tag(language, known) or "en"


def _tag(language: str, known: Collection[str]) -> str | None:
    script = "zh-Hant" if language in ("zh-TW", "zh-HK", "zh-Hant-HK") else language
    return next((one for one in (language, script, language[:2]) if one in known), None)
