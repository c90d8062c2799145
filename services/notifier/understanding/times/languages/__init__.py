"""Words for time, one file a language, all of the same shape. The order of `LANGUAGES` settles draws.

A line of a table is `role value = phrase, phrase`. Capitals and accents don't matter; the longest phrase wins.
A word with a question mark is an everyday word elsewhere: it does not make a text one of this language.

| role | what it is, and its value |
|---|---|
| number, ordinal | five 5; fifth 5 |
| frac | half (of an hour) 30 |
| prefrac, postfrac | minutes before or after the hour's word: half past 30, y media 30, menos cuarto -15 |
| past, to, plus, minus | what links minutes and an hour: ten past five, las cinco y diez |
| oclock, clockpre, toclock, ato | o'clock; las, jam (before an hour); às (at or to, of hours); à (at or to) |
| hour | a word that is both "hours" and "o'clock" (heures, horas) |
| minute, unit | minutes; day, week, fortnight, month, year, weekend, workday, workweek, hour |
| length | a word that is a length: months days minutes |
| am, part, daypart | am or pm; morning, afternoon ...; tonight: 0 evening |
| clock | noon 12:00 |
| day, weekday, month | today 0, tomorrow 1 (1/-1 where one word is both); monday 1; january 1 |
| maybemonth | a month that is an everyday word too: it needs a number or "in" |
| period, edge, side | week 2: the week after next; end month; start, middle, end |
| next, this, last | next 1, coming 0, the one after next 2 |
| in, within, later, ago, inside | in 3 days, within 3 days, 3 days later, 3 days ago; में (in, after its word) |
| after, before, until, from, between | before their word |
| fromday, untilday | from and until with an article: a number after them is a day |
| afterwards, beforehand, fromhere, uptohere | after their word: or later, or before, से, तक |
| dash, or | to; or, and |
| at, on, the, of, filler | may stand between; `at` makes an hour of a number |
| daypre, daymark, monthmark, yearmark | tanggal 15; 15号; 11月; 2026年 |
| dayafter, daybefore, rest | the day after ...; the rest of ... |
| nextday | the next day |
| now, same, that, push, every | now; same time; an hour after that; push it an hour; every |
| holiday | its name in holidays.py |
| notime | beside a number: no time (euros, option) |
"""

from .ar import ARABIC
from .en import ENGLISH
from .es import SPANISH
from .fr import FRENCH
from .hi import HINDI
from .id import INDONESIAN
from .pt import PORTUGUESE
from .zh import CHINESE

LANGUAGES = (ENGLISH, CHINESE, SPANISH, FRENCH, PORTUGUESE, HINDI, INDONESIAN, ARABIC)
