"""Phones that speak by themselves: auto-replies, and "likes" that quote the whole text. And how a network treats one.

Nobody means anything by them; a sender that takes them for their holder is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from services.sandbox.phones.phrases import nearest
from services.sandbox.weather import Weather

AUTOMATIC: dict[str, tuple[str, ...]] = {
    "en": ("I'm driving and will get back to you later.", "Sorry, I can't talk right now. I'll call you back."),
    "pt": ("Estou a conduzir, respondo mais tarde.", "Mensagem automática: estou de férias até segunda-feira."),
    "es": ("Estoy conduciendo. Te llamo más tarde.", "Respuesta automática: estoy de vacaciones."),
    "zh": ("我正在开车，稍后回复。", "自动回复：我现在不方便接听。"),
    "zh-Hant": ("我正在開車，稍後回覆。", "自動回覆：我現在不方便接聽。"),
}
QUOTED: tuple[Callable[[str], str], ...] = (
    lambda body: f"Liked “{body}”",
    lambda body: f"Laughed at “{body}”",
    lambda body: f"Gostou de “{body}”",
    lambda body: f"👍 to “ {body} ”",
    lambda body: f"„{body}“",
    lambda body: f"Liked “{body[:60]}…”",
)


@dataclass(frozen=True, slots=True)
class Habits:
    """Of one phone and its network. `written` is how the network writes the number in what it sends."""

    answers: str | None = None
    quotes: bool = False
    sends_picture: bool = False
    receipts: bool = True
    written: str | None = None


def habits(number: str, language: str, weather: Weather, seed: str) -> Habits:
    """The same for a number each time; in fair weather all are alike."""
    random = Random(f"{seed}/habits/{number}")
    drawn = [random.random() for _ in range(5)]
    words = random.choice(AUTOMATIC[nearest(language, AUTOMATIC)])
    other = random.choice((number.replace("+", "00", 1), number.removeprefix("+")))
    return Habits(
        answers=words if drawn[0] < weather.machines else None,
        quotes=drawn[1] < weather.quoting,
        sends_picture=drawn[2] < weather.pictures,
        receipts=drawn[3] >= weather.no_receipts,
        written=other if drawn[4] < weather.other_forms else None,
    )


def quoted(body: str, random: Random) -> str:
    """How a phone tells others that its holder liked a text."""
    return random.choice(QUOTED)(body)
