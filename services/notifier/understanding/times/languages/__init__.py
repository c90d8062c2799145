"""Words for time, one file a language. The order settles draws."""

from .ar import ARABIC
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .hi import HINDI
from .id import INDONESIAN
from .pt import PORTUGUESE
from .zh import CHINESE

LANGUAGES = (ENGLISH, CHINESE, SPANISH, FRENCH, PORTUGUESE, HINDI, INDONESIAN, ARABIC)
