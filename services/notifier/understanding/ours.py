"""What of a reply is ours: a copy of what was sent, or a phone's reaction to it. Its place is left blank.

A copy is found by comparing with the text that was sent, not by quotation marks; where that text isn't known, a
quotation that tells how to opt out is ours, because only we write that.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from dataclasses import dataclass

from .letters import fold

RUN_WORDS_MIN, BARE_CHARS_MAX = 4, 8
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+(?:'[^\W_]+)*")
_LIKED = re.compile(
    r"^\W*(?:liked|loved|emphasi[sz]ed|le gust[oó]|le encant[oó]|a aim[eé]|a ador[eé]|gostou de|curtiu|adorou|menyukai|mencintai|"
    r"喜[欢歡]了?|[赞讚]了?|[爱愛]了?|أعجبه|أعجبني|पसंद किया|👍\s*to|❤\ufe0f?\s*to)\s*:?\s*[“\"„«「『‘'](?P<quoted>.*)$",
    re.I | re.S,
)
_OTHER_REACTION = re.compile(
    r"^\W*(?:disliked|laughed at|questioned|removed an? [\w ]{1,20} from|a ri de|no le gust[oó]|n'a pas aim[eé]|n[aã]o gostou de|tidak menyukai|不喜[欢歡]|[踩]了?)\s*:?\s*"
    r"[“\"„«「『‘'](?P<quoted>.*)$",
    re.I | re.S,
)
_QUOTED = re.compile(r"[“\"„«「『]([^“”„«»「」『』\"]{12,600})[”\"»」』]")
_HOW_TO = re.compile(
    r"\b(?:reply|text|txt|send|responda|responde|envia|envie|envi[eé]|r[eé]pondez|envoyez|balas|ketik|kirim|أرسل|भेजें)\b.{0,12}\b(?:stop|baja|sair|arret|arrêt|berhenti|parar|alto)\b|"
    r"(?:回[复覆復]|[请請]?回)\s*(?:td|t|stop|n)\s*(?:退[订訂]|取消|拒收)|退[订訂][请請]?回[复覆復]?\s*(?:td|t|n)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Own:
    """`text` as written, what is ours blanked. `reaction`: the reply is a mere reaction; liked (True) or another."""

    text: str
    reaction: bool | None = None


def without_ours(text: str, sent: str = "") -> Own:
    """`text` without what is ours in it."""
    for liked, pattern in ((True, _LIKED), (False, _OTHER_REACTION)):
        found = pattern.match(text)
        if found is not None:
            rest = _after_quotation(found.group("quoted"))
            return Own(text, liked) if not rest else Own(" " * (len(text) - len(rest)) + rest)
    if sent:
        text = _without_copies(text, sent)
    for quoted in _QUOTED.finditer(text):
        if _HOW_TO.search(quoted.group(1)):
            text = text[: quoted.start()] + " " * (quoted.end() - quoted.start()) + text[quoted.end() :]
    if (bare := _HOW_TO.fullmatch(text.strip(" \n\t.,!。，！"))) and len(bare.group()) <= BARE_CHARS_MAX:
        return Own(text)  # who sends our few words back alone may mean them
    for how in _HOW_TO.finditer(text):
        after = re.match(r"\s*(?:to|2|para|pour|untuk|if|si|को|退|取消)[^.!?\n。]{0,60}", text[how.end() :], re.I)
        if after is not None or "退" in how.group() or "拒收" in how.group():
            end = how.end() + (after.end() if after is not None else 0)
            text = text[: how.start()] + " " * (end - how.start()) + text[end:]
    return Own(text)


def _after_quotation(quoted: str) -> str:
    closing = max(quoted.rfind(mark) for mark in "”\"»」』’'“")
    rest = quoted[closing + 1 :] if closing >= 0 else ""
    return rest if any(letter.isalnum() for letter in rest) else ""


def _without_copies(text: str, sent: str) -> str:
    ours = [word.group() for word in _WORD.finditer(fold(sent).text)]
    runs = {tuple(ours[place : place + RUN_WORDS_MIN]) for place in range(len(ours) - RUN_WORDS_MIN + 1)}
    folded = fold(text)
    theirs = list(_WORD.finditer(folded.text))
    words = [word.group() for word in theirs]
    copied = [False] * len(words)
    for place in range(len(words) - RUN_WORDS_MIN + 1):
        if tuple(words[place : place + RUN_WORDS_MIN]) in runs:
            copied[place : place + RUN_WORDS_MIN] = [True] * RUN_WORDS_MIN
    letters = list(text)
    for place, word in enumerate(theirs):
        if copied[place]:
            span = folded.as_typed(word.start(), word.end())
            letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)
