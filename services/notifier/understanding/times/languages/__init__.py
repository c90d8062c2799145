"""Words for time, one file a language. The order settles draws."""

from .en import ENGLISH

LANGUAGES = (ENGLISH,)
