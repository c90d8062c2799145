"""Reactions of phones that can't show them to us and write them out: `Liked “...”`, `👍 to “...”`, `Loved an image`.

What iPhones (Messages) and Android phones (Google Messages) write to numbers that get plain texts, in the languages of
our borrowers. A reaction in a language that is not here is still none of our words: see `own_words`.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re

from .letters import pattern

_QUOTE = '(?:[“”„‟"«‹「『](?P<quoted>[^“”"»›」』]*)(?:[“”"»›」』]|$)|[\'‘](?P<said>.*?)(?:\'|$))'
_SAYS = (
    r"loved|liked|disliked|laughed at|emphasi[sz]ed|questioned|reacted( with)? [^\w\s]+ to|removed an? [\w ]{1,20} (reaction )?from|removed [^\w\s]+ from",
    r"(no )?le (ha )?(encant|gust)(o|a|ado)|me (encanta|gusta)|se (ha )?(rio|reido|rie) (de|con)|(ha )?(enfatiz|destac|cuestion|pregunt)(o|ado)( por| sobre)?|(ha )?reaccion(o|ado) con [^\w\s]+ a|(ha )?(quit|elimin)(o|ado) [\w ]{1,30} (de|a)",
    r"(nao )?(adorou|gostou|amou|curtiu)( de)?|riu(-se)? (de|com)|(enfatizou|destacou|questionou|deu enfase a)|reagiu com [^\w\s]+ a|(removeu|retirou) [\w ]{1,30} (de|a)",
    r"(n'a pas |a )?(adore|aime|ri (a|de)|souligne|mis en (evidence|valeur)|interroge|remis en question)|a reagi (avec|par) [^\w\s]+ a|a (retire|supprime) [\w ]{1,30} (de|du|a)",
    r"(很)?(不)?(喜[欢歡]|[爱愛]|[赞讚]|踩|大笑|[强強][调調]|[质質]疑|疑[问問])[了过過]?|用? ?[^\w\s]+ ?(回应|回應)[了]?|取消了?.{0,8}",
    r"menyukai|mencintai|tidak menyukai|menertawakan|menekankan|mempertanyakan|(memberi|menanggapi|bereaksi)( reaksi)?( dengan)? [^\w\s]+ (ke|pada|untuk)",
    r"(أ|ا)?(عجب|حب|ضحك|كد|ستفسر)\w*( ب| على| عن| من)?|تفاعل\w* ب?\s*[^\w\s]+ (مع|على)",
    r"पसंद किया|नापसंद किया|हंसे|ज़ोर दिया|सवाल किया",
    r"[^\w\s“”„\"«‹「『‘'.,!?;:>()*#-]{1,8} (to|a|à|na|no|on|für|auf|ke|على|को)",
)
_TO_A_PICTURE = r"(an?|una?|uma?|une|sebuah|一[张張]) ?(image|photo|picture|movie|video|sticker|attachment|imagen|foto|imagem|gambar|[图圖照]片)"
_VERB = "|".join(_SAYS)
_AFTER = "(?P<rest>.*)$"
_AROUND = r"(?:对|對)\s*[“「『\"][^”」』\"]*[”」』\"]\s*(?:表示|回应|回應|[作做]出)\w{0,8}|[“\"][^”\"]*[”\"]\s*(?:को|पर)\s.{0,20}?किया"
REACTION = re.compile(
    pattern(rf"^[\W_]{{0,12}}?(?:(?:{_VERB})\s*:?\s*(?:{_QUOTE}|{_TO_A_PICTURE}\b)|{_AROUND}){_AFTER}"), re.S
)
"""Matches folded words; `rest` is what follows."""
REACTED = re.compile(pattern(rf"^[\W_]{{0,12}}(?:{_VERB})(?!\w)[\W_]*{_AFTER}"), re.S)
"""The same without its quotation, where our words were taken out of it already."""
