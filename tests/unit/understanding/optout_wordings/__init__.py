"""What the generator of opt-outs puts together: small grammars, `{name}` stands for any line of `name`.

Each language has wordings that ask for no more texts ("optout") and wordings that only look so, or have nothing to do
with it ("other"). They are written from the language, not from the reader's lists, so that they can show what those
lack.
"""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from collections.abc import Mapping

from .arabic import ARABIC
from .chinese import CHINESE
from .english import ENGLISH
from .french import FRENCH
from .grammar import Grammar
from .hindi import HINDI
from .indonesian import INDONESIAN
from .portuguese import PORTUGUESE
from .spanish import SPANISH

__all__ = ["BESIDE", "BUT", "GRAMMARS", "Grammar"]

GRAMMARS: Mapping[str, Grammar] = {
    "en": ENGLISH, "zh": CHINESE, "es": SPANISH, "pt": PORTUGUESE, "fr": FRENCH, "hi": HINDI, "id": INDONESIAN, "ar": ARABIC,
}  # fmt: skip

BESIDE: Mapping[str, tuple[str, ...]] = {
    "en": ("friday works", "i already paid", "thats fine", "ok", "i lost my job", "wrong number", "im at work", "who is this", "i dont owe you anything", "tuesday at 3 is ok", "hi", "sorry", "i will pay on monday", "my mum is in hospital"),
    "zh": ("周五可以", "已经还了", "好的", "打错了", "我没钱", "你是谁", "明天还", "你好", "我在上班"),
    "es": ("el viernes puedo", "ya pague", "esta bien", "no tengo trabajo", "quien es", "numero equivocado", "hola", "no debo nada", "el lunes pago"),
    "pt": ("sexta pode ser", "já paguei", "tudo bem", "estou sem emprego", "quem é", "número errado", "oi", "não devo nada", "pago segunda"),
    "fr": ("vendredi ça va", "j'ai déjà payé", "d'accord", "je suis au chômage", "qui êtes-vous", "mauvais numéro", "bonjour", "je ne dois rien", "je paie lundi"),
    "hi": ("shukrawar theek hai", "paise de diye", "theek hai", "naukri nahi hai", "kaun ho", "galat number", "namaste", "kal dunga"),
    "id": ("jumat bisa", "sudah bayar", "oke", "saya di phk", "ini siapa", "salah sambung", "halo", "senin saya bayar"),
    "ar": ("الجمعة مناسب", "دفعت", "تمام", "ما عندي شغل", "من انتم", "الرقم غلط", "السلام عليكم", "بدفع الاثنين"),
}  # fmt: skip
"""What else is in the text: before or behind an opt-out, in a sentence of its own or joined by a "but"."""

BUT: Mapping[str, str] = {
    "en": " but ",
    "zh": ",但是",
    "es": " pero ",
    "pt": " mas ",
    "fr": " mais ",
    "hi": " lekin ",
    "id": " tapi ",
    "ar": " لكن ",
}
