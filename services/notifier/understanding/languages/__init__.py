"""The languages that replies are read in. Order decides between languages that know a text equally well."""

from __future__ import annotations

from .en import ENGLISH
from .shape import Language
from .zh import CHINESE

LANGUAGES: tuple[Language, ...] = (ENGLISH, CHINESE)
