"""parsedatetime: English, and what it has of Spanish, French and Portuguese (Brazil), by its own tables of words.

It fills in the hour where a day was said, so how exact it was tells what is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from importlib.metadata import version as installed
from typing import Any

_library: Any = import_module("parsedatetime")
LOCALES = {"en": "en_US", "es": "es", "fr": "fr_FR", "pt": "pt_BR"}
LANGUAGES = frozenset(LOCALES)
_calendars: dict[str, Any] = {}


def version() -> str:
    return installed("parsedatetime")


def warm(lang: str, now: datetime) -> None:
    constants = _library.Constants(LOCALES[lang], usePyICU=False)
    constants.DOWParseStyle, constants.YearParseStyle, constants.StartHour = 1, 1, 0
    _calendars[lang] = _library.Calendar(constants, version=_library.VERSION_CONTEXT_STYLE)


def parse(text: str, lang: str, now: datetime) -> Any:
    return _calendars[lang].nlp(text, sourceTime=now.replace(tzinfo=None))


def readings(found: Any, now: datetime) -> Iterator[Any]:
    if not found:
        return
    moment, context, *_ = max(found, key=lambda one: one[3] - one[2])
    if context.hasTime and not context.hasDate:
        yield [{"type": "time", "value": str(moment.time())}, {"type": "moment", "value": str(moment)}]
    elif context.hasDate and not context.hasTime:
        yield {"type": "date", "value": str(moment.date())}
    else:
        yield {"type": "moment", "value": str(moment)}
