"""The languages that we write, and which of them is nearest to what a bank calls a borrower's language.

A bank names a language by a BCP 47 tag (RFC 5646), be it two letters. We take the nearest of ours by `NEAREST`, as a
look-up of RFC 4647 does: from the whole tag to the shorter, here by language with script, with region, alone. Then:

- A script that the table does not name for the language is one that we don't write, so there is no nearest.
- A region that it does not name changes nothing: Brazil gets our Portuguese, Mexico our Spanish.
- What is not in it we do not write. Nobody is texted in a language for want of a better one (docs/adr/0034).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .ar import ARABIC
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .hi import HINDI
from .id import INDONESIAN
from .language import LanguageWords
from .pt import PORTUGUESE
from .zh_hans import CHINESE_SIMPLIFIED
from .zh_hant import CHINESE_TRADITIONAL

LANGUAGES: Final[dict[str, LanguageWords]] = {
    words.tag: words
    for words in (
        ENGLISH, SPANISH, PORTUGUESE, FRENCH, CHINESE_SIMPLIFIED, CHINESE_TRADITIONAL, HINDI, INDONESIAN, ARABIC,
    )
}  # fmt: skip
NEAREST: Final[dict[str, str]] = {
    **{f"{tag}{script}": tag for tag in ("en", "es", "pt", "fr", "id") for script in ("", "-latn")},
    # `in` is what Indonesian was called until 1989; Java says so still.
    "in": "id", "in-latn": "id",
    # Hindi in Latin letters is a way of typing; what is printed, and what we write, is Devanagari.
    "hi": "hi", "hi-deva": "hi", "hi-latn": "hi",
    "ar": "ar", "ar-arab": "ar",
    # Chinese without more is simplified, as Unicode's likely subtags have it; so are Singapore and Malaysia.
    "zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
    # Cantonese speakers read standard written Chinese: in traditional characters, but for the mainland's.
    "yue": "zh-Hant", "yue-hant": "zh-Hant", "yue-hans": "zh-Hans", "yue-cn": "zh-Hans",
}  # fmt: skip
"""Lower case; the key is a language, with a script or else with a region."""
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<extended>[a-z]{3}))?(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|\d{3}))?(-[a-z0-9]{1,8})*"
)


@lru_cache(maxsize=512)
def nearest(tag: str) -> str | None:
    """The tag of the language of ours for `tag`, None where we write none: `zh-TW` and `zh_Hant_HK` are `zh-Hant`."""
    found = _TAG.fullmatch(tag.replace("_", "-").lower())
    if found is None:
        return None
    language, script, region = found["language"], found["script"], found["region"]
    if found["extended"] is not None:  # zh-yue, zh-cmn: the second is the language
        language = found["extended"]
    language = {"cmn": "zh"}.get(language, language)
    if script is not None:
        return NEAREST.get(f"{language}-{script}")
    return NEAREST.get(f"{language}-{region}") or NEAREST.get(language)


def written(language: str, tag: str | None = None) -> str | None:
    """The language of ours in which a borrower is written to: by the bank's `tag` where it gave one."""
    return nearest(tag or language)
