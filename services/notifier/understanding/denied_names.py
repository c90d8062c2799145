"""Who says that they are not Mr So-and-so has a number that is not the borrower's, and is told nothing of a debt.

A title makes a name of what follows it, whatever letters it is written in: "this is not mr smith". Without one a name
needs its capital (see `matching.somebody_else`). Here are languages too that nobody writes to: whoever has a borrower's
number now may speak any, and what is said to them is said to a stranger (12 CFR 1006.6(d)(1): third parties).
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .languages.shape import bits
from .words import ReplyWords, Word

_MERE_NO = re.compile(r"not? (?:mr|mrs|ms|miss|mister|dr|doctor|sir|madam)\b")
"""What says no to anything: "no dr appointment"."""
NAME_WORDS_MAX, NAME_LETTERS_MAX = 3, 40
_DENIED: tuple[tuple[str, str], ...] = (
    # English
    (
        r"(?:i am|i'?m|am|this is|it is|it'?s|that is|that'?s|you are|you'?re)(?: definitely| certainly| really)? not|this isn'?t|it isn'?t|that isn'?t|this ain'?t|i ain'?t|you haven'?t reached|you have not reached|(?:there is|there'?s) no|^no|^not|dis no be|i no be",
        r"(?:the |a |any )?(?:mr|mrs|ms|miss|mister|missus|mx|dr|doctor|sir|madam|mdm)",
    ),
    # Spanish
    (
        r"(?:yo )?no soy|(?:este|esto|aqui|aca|el) no es|^no es|no se llama|aqui no (?:hay|vive|esta) (?:ningun|ninguna)?",
        r"(?:el |la |ningun |ninguna )?(?:senor|senora|senorita|sr|sra|srta|don|dona|dr|dra|lic|licenciado|licenciada|ing)",
    ),
    # Portuguese
    (
        r"(?:eu )?(?:nao|nn|n) sou|(?:este|esse|isto|isso|aqui|daqui) (?:nao|nn|n) (?:e|fala)|^nao e|aqui nao tem (?:nenhum|nenhuma)?",
        r"(?:o |a |nenhum |nenhuma )?(?:senhor|senhora|sr|sra|dona|seu|dr|dra|doutor|doutora)",
    ),
    # French
    (
        r"(?:je )?(?:ne |n')?suis pas|(?:ce |ici ce )?n'est pas|c'est pas|(?:il )?n'?y a pas(?: de)?|ya pas(?: de)?|vous n'etes pas chez|ici pas de",
        r"(?:le |la |un |une )?(?:monsieur|madame|mademoiselle|m|mr|mme|mlle|dr|docteur|me|maitre)",
    ),
    # Indonesian and Malay
    (
        r"(?:saya|aku|sy|gue|gw|gua|ini|disini|di sini) (?:ini )?(?:bukan|bkn|bukanlah)|(?:bukan|bkn) nomor(?:nya)?",
        r"(?:pak|bu|bapak|ibu|bpk|mas|mbak|mba|tuan|nyonya|nona|haji|encik|puan|cik)",
    ),
    # Arabic
    (
        r"(?:انا )?(?:لست|ليست|مش|مو|مب|ماني|مني|مانيش|ماشي)(?: انا)?|(?:هذا|هذه|هذي|ده|دي|هنا) (?:ليس|ليست|مش|مو|مب|ماشي)",
        r"(?:السيد|السيده|سيد|سيده|الاستاذ|الاستاذه|استاذ|استاذه|الدكتور|الدكتوره|دكتور|المهندس|الحاج|الحاجه|الشيخ|ابو|ام)",
    ),
    # German, Dutch, Italian
    (
        r"(?:ich )?bin (?:nicht|kein|keine)|(?:das|dies|hier) ist (?:nicht|kein|keine)|hier (?:wohnt|gibt es|heisst) (?:nicht|kein|keine|keinen|niemand)|(?:ich )?heisse nicht",
        r"(?:der |die )?(?:herr|herrn|frau|fraulein|familie|hr|fr|dr|doktor)",
    ),
    (
        r"(?:ik )?ben niet|(?:dit|dat|hier) is (?:niet|geen)",
        r"(?:de )?(?:meneer|mevrouw|mijnheer|heer|juffrouw|mr|mevr|dhr|mw)",
    ),
    (
        r"(?:io )?non sono|(?:questo|questa|qui|questo qui) non (?:e|c'e)|^non e|qui non (?:abita|vive)",
        r"(?:il |la |nessun |nessuna )?(?:signor|signore|signora|signorina|sig|sigra|dott|dottor|dottoressa)",
    ),
)
"""How one says that one is not somebody, or that nobody of that name is there; and the titles that stand before it."""
_HINDI = r"(?:^|[\s,.!])(?:main|mai|me|ye|yeh|yah|मैं|मै|ये|यह) (?:(?P<title>mr|mrs|ms|miss|dr|shri|shree|shrimati|smt|श्री|श्रीमती|मिस्टर|डॉ)\.? [^\s,.!?]+(?: [^\s,.!?]+)?(?: ji| जी)?|[^\s,.!?]+(?: [^\s,.!?]+)? (?:ji|sahab|saab|saheb|madam|sir|जी|साहब|साहिब|मैडम)) (?:nahi|nahin|nhi|nai|नहीं|नही)(?: (?:hu|hun|hoon|hoo|hai|h|हूं|हू|हुं|है))?(?=$|[\s,.!?](?!\w))"
"""In Hindi the denial stands behind the name, and an honour may too: "main sharma ji nahi hoon"."""
_BESIDE = bits("light", "polite", "laugh", "here", "number", "is_not_here", "ack", "you", "want")
"""What may follow the name: "no mr smith here sorry"."""


BYWORDS = (
    r"(?:perfect|rich|patient|punctual|wonderful|nice(?: guy)?|fix[ -]?it|right|clean|busy|lazy|speedy|cool|tough|smart|popular|important|reliable|organi[sz]ed|big ?shot|know[ -]it[ -]all|money|(?:money ?)?bags|millionaire|billionaire|universe|magic|flash|robot|sunshine|atm|bank|scrooge"
    r"|james bond|bond|superman|batman|spider-?man|iron ?man|hulk|wonder woman|houdini|einstein|rockefeller|elon musk|musk|bill gates|bezos|jeff bezos|warren buffett|buffett|croesus|onassis|santa(?: claus)?|jesus|god"
    r"|puntual|dinero|millonario|rico|perfecto|paciencia|rockefeller|milionario|perfeito|pontual|dinheiro|parfait|propre|ponctuel|riche|millionnaire|patience|kaya|sempurna|sabar|sultan|perfekt|punktlich|reich|perfetto|puntuale|ricco|الغني|غني|المثالي|مثالي|المليونير|مليونير|الصبور)"
)
"""Whom nobody is called for: what somebody is said to be with a title, and who is known for wealth or for strength."""
_OF_STRANGERS = bits("number", "wrong_number", "a_mistake", "other_person", "who", "here", "is_not_here")
_OF_THEMSELVES = bits("need", "pay", "will_pay", "money", "cant", "nomoney", "time", "change", "num", "instalment")
_NO_MONEY, _ANOTHERS, _I = bits("hardship", "nomoney"), bits("other_person"), bits("i")
_OF_THEIRS, _NUMBER = ("'s", "s'"), bits("number")


@cache
def _denials() -> re.Pattern[str]:
    """Compiled for the first reply that is no digit."""
    return re.compile(
        "|".join(rf"(?:^|(?<=[\s,.!?;:(]))(?:{who})\s+(?:{title})\b\.?\s*" for who, title in _DENIED), re.M
    )


@cache
def _hindi() -> re.Pattern[str]:
    return re.compile(_HINDI)


def denied_names(reply: ReplyWords) -> tuple[Word, ...]:
    """The words of a name with a title that is denied, with what denies it; none where nothing is."""
    text = reply.folded.text
    for found in _denials().finditer(text):
        named = _name_behind(reply, found.end())
        if named and not (named[0].roles and _MERE_NO.match(found[0])) and not cannot_pay_themselves(reply, named):
            return tuple(word for word in reply.words if found.start() <= word.start < named[-1].end)
    behind = _hindi().search(text)
    words = [word for word in reply.words if behind and behind.start() <= word.start < behind.end()]
    if behind and (behind["title"] or any(not word.roles and word.text[0].isalpha() for word in words)):
        return tuple(words)
    return ()


def cannot_pay_themselves(reply: ReplyWords, named: Sequence[Word]) -> bool:
    """ "I'm not Mr Moneybags, I can't pay": who has no money of their own is who we look for; "his debts" are another's.

    So is who is not "Mr Perfect", a byword and no name, and tells of themselves beside it: "but I'll pay", "friday".
    """
    if _is_byword(reply, named):
        return True
    if not reply.roles & _NO_MONEY or reply.roles & _ANOTHERS:
        return False
    beside = (clause for place, clause in enumerate(reply.clauses) if place != named[-1].clause)
    return any(
        any(word.roles & _NO_MONEY for word in clause) and any(word.roles & _I for word in clause) for clause in beside
    )


def _is_byword(reply: ReplyWords, named: Sequence[Word]) -> bool:
    """Is it no name, and is more said than somebody else would: of money, of time, or which time suits?"""
    if re.fullmatch(BYWORDS, " ".join(word.text for word in named)) is None or reply.roles & _OF_STRANGERS:
        return False
    return any(
        word.mention is not None or word.roles & _OF_THEMSELVES
        for word in reply.words
        if word.start > named[-1].start and word not in named
    )


def _name_behind(reply: ReplyWords, place: int) -> list[Word]:
    """The words of the name that begins at `place`: one of any sort, and more that nobody knows."""
    behind = [word for word in reply.words if word.start >= place]
    if not behind or behind[0].start > place + 1 or not behind[0].text[0].isalpha():
        return []
    clause = [word for word in behind if word.clause == behind[0].clause]
    name = clause[:1]
    for word in clause[1:]:
        if word.roles:
            break
        name.append(word)
    rest = clause[len(name) :]
    if any(word.text.endswith(_OF_THEIRS) for word in name) and not any(word.roles & _NUMBER for word in rest):
        return []  # "it's not Mr Miller's fault"
    fits = len(name) <= NAME_WORDS_MAX and name[-1].end - place <= NAME_LETTERS_MAX
    return name if fits and all(word.roles & _BESIDE for word in rest) else []
