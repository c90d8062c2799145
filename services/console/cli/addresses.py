"""Where somebody lives, in the forms of nine languages: the house's number and the street's name are replaced."""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from collections.abc import Iterator

from .stand_ins import Hidden, like_number

_NO = r"(?:n[o°ºr.]*\s*|num(?:ero|éro)?\s*|#\s*)?"
_WORD = r"[^\W\d_][\w'’.\-]*"
_STREETLESS = r"(?!(?:is|am|are|was|the|a|an|to|at|i|on|and|or|my|in|for|works?|ok|please|[ap]m|o)\b)"
"""What is no part of a street's name: "1 is the best road"."""
_ARTICLE = r"(?:(?:de|del|da|do|das|dos|des|du|la|las|los|le|les|el)\s+|[dl]['’])*"
_PATTERNS: tuple[tuple[str, str], ...] = (
    # English: 12 Oak Street, flat 3b
    (rf"(?i:\b\d{{1,5}}[a-z]?,?\s+(?P<name>(?:{_STREETLESS}{_WORD}\s+){{1,3}}?)(?:street|road|avenue|boulevard|blvd|crescent|terrace|rd|ave)\b)", "Maple "),
    (r"\b\d{1,5}[a-z]?,?\s+(?P<name>(?:[A-Z][\w'’.\-]*\s+){1,3})(?:St|Street|Dr|Drive|Ln|Lane|Way|Place|Pl|Court|Ct|Close|Square)\b", "Maple "),
    (r"(?i:\b(?:flat|apartment|suite|house no\.?|house number|plot no\.?)\s*#?\d{1,5}[a-z]?\b)", ""),
    (r"(?i:\bapt\.?\s*#?\d{2,4}[a-z]?\b(?!\s*(?:[ap]\.?m|:)))", ""),
    (r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d(?![AP]M\b)[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b", ""),
    # Spanish, Portuguese, French, Indonesian: calle del Sol 12; 12 bis rue des Lilas; jl. Melati no. 5
    (rf"(?i:\b(?:calle|avenida|avda\.?|paseo|carrera|colonia|rua|travessa|alameda|rue|all[ée]e|chemin|impasse|quai|jalan|jln?\.?|gang|gg\.)\s+{_ARTICLE}(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}?),?\s*{_NO}\d{{1,5}}(?!\s*(?:h\b|[:.h]\d))[a-z]?\b)", "Sol"),
    (rf"(?i:\b\d{{1,5}}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|all[ée]e|chemin|impasse|quai|boulevard)\s+{_ARTICLE}(?P<name>{_WORD}(?:\s+[A-ZÉÈ][\w'’\-]*){{0,2}}))", "Sol"),
    (rf"\b(?:[Cc]alle|[Rr]ua|[Rr]ue|[Jj]alan|[Jj]l\.)\s+{_ARTICLE}(?P<name>[A-ZÀ-Ý][\w'’\-]*(?:\s+[A-ZÀ-Ý][\w'’\-]*){{0,2}})", "Sol"),
    # Chinese: 中山路12号3栋502室
    (r"(?P<name>[\u4e00-\u9fff]{2})(?:大道|胡同|路|街|巷|弄|道)(?:[一二三四五六七八九十东南西北中東]{1,2}段?)?\s*[\d０-９一二三四五六七八九十百]{1,6}\s*[号號弄巷](?:\s*[\d０-９]{1,4}\s*(?:号楼|號樓|[栋棟座幢楼樓层層单元單元之室房Ff]))*", "某某"),
    (r"\d{3,4}\s*(?:室|房间|房間)", ""),
    # Hindi and Arabic
    (r"(?i:(?:मकान|घर|फ्लैट|प्लॉट|गली|सेक्टर|\b(?:makan|ghar|gali|sector))\s*(?:नंबर|नं\.?|संख्या|no\.?|number|nambar)?\s*\d{1,5})", ""),
    (r"شارع\s+(?P<name>[^\W\d_]+(?:\s+(?!رقم|الساعة|يوم|في)[^\W\d_]+)?)(?:\s*(?:رقم)?\s*\d{1,5})?", "السلام"),
)  # fmt: skip
_ADDRESSES = tuple((re.compile(pattern), name) for pattern, name in _PATTERNS)


def addresses(text: str) -> Iterator[Hidden]:
    for pattern, name in _ADDRESSES:
        for match in pattern.finditer(text):
            yield Hidden(match.start(), match.end(), "address", _like(match, name))


def _like(match: re.Match[str], name: str) -> str:
    """The same words around another name and number."""
    if not name or match["name"] is None:
        return like_number(match[0])
    start, end = (at - match.start() for at in match.span("name"))
    return like_number(match[0][:start]) + name + like_number(match[0][end:])
