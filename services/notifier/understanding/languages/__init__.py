"""The languages that replies are read in. Order decides between languages that know a text equally well."""

from __future__ import annotations

from .ar import ARABIC
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .hi import HINDI
from .id import INDONESIAN
from .pt import PORTUGUESE
from .shape import LanguageRoles
from .zh import CHINESE

LANGUAGES: tuple[LanguageRoles, ...] = (ENGLISH, CHINESE, SPANISH, PORTUGUESE, FRENCH, HINDI, INDONESIAN, ARABIC)
