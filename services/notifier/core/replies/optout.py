"""Does this reply ask us to stop texting, or to start again? In any language we know and any reasonable wording.

A missed opt-out is worse than one too many: what remains in doubt counts as one, but for what plainly is none (see
`denials`).
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from collections.abc import Iterable

from .denials import without_denials

_END = r"[\s.!?,;:)。！？，]*"
ALONE = frozenset(
    "stop stopall unsubscribe unsubscribed unsub quit end cancel revoke optout opt-out stopp remove "
    "arret arreter desabonner stop-sms baja alto parar pare sair cancelar detener td t 退订 退訂 停止 取消订阅 取消訂閱 停止发送 "
    "berhenti stop-all стоп отписаться توقف قف الغاء إلغاء إيقاف ايقاف रोको बंद रुको".split()
) | {
    "opt out",
    "stop all",
    "sms stop",
    "stop sms",
    "cancelar suscripcion",
    "para ja",
    "please stop",
    "stop please",
    "stop now",
}
_TALK = r"(text|texts|texting|txt|msg|msgs|message|messages|messaging|sms|contact|contacting|spam|spamming|send|sending|write|writing|bother|bothering|harass|harassing|call|calling|bug|bugging)"
PHRASES: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        # English
        rf"\b(stop|quit|cease)\b.{{0,20}}\b{_TALK}\b",
        rf"\b(do not|don'?t|dont|never)\b (ever )?{_TALK}\b (me|us|this|my|anything|any|more|again)",
        rf"\bno more {_TALK}\b|\bno longer (want|wish).{{0,24}}\b{_TALK}\b|\bdon'?t want (any |your |these |to get |to receive )*{_TALK}\b",
        r"\b(remove|take|delete)\b.{0,24}\b(list|me off|my number|this number)\b|\bremove me\b|\block? ?lose (my|this) number\b",
        r"\blose (my|this) number\b|\bleave me (the \w+ )?alone\b|\bget out of my life\b|\bopt(ing)? ?-?out\b|\bunsubs?c?ri?be?\b",
        r"\bunsub\w*\b|\bunsubsc?r?ibe?\b|\bplease (end|stop) (this|these|it|now)\b|\bi revoke\b|\bstop it\b|^\W*stop\b|\b(stop|arret|berhenti)\W*$",
        # Chinese, simplified and traditional, and Cantonese
        r"(别|別|不要|勿|请勿|請勿|莫|唔好|咪|不想|停止|拒绝|拒絕|甭).{0,6}(发|發|send|传|傳|收|骚扰|騷擾|短信|簡訊|短訊|sms)",
        r"(别|別|不要|唔好)再?(给我|給我|跟我|畀我)?(联系|聯繫|聯絡|打扰|打擾|骚扰|騷擾)|退订|退訂|取消订阅|取消訂閱",
        # Spanish
        r"\bno (me|nos|le) (escrib|mand|envi|contact|molest|llam)\w*( \w+){0,2} (mas|nunca|por favor)\b|\bno me (escriban|manden|envien|contacten|molesten)\b",
        r"\b(dej(a|e|en|ad)|par(a|e|en|ad)|ces(e|en)) (ya )?de (escrib|mand|envi|molest|contact|llam|texte)\w*|\b(basta|no mas) (de )?(mensajes|sms|textos)\b",
        r"\b(dar(me|nos)?|denme|quiero|deme) (de )?(la )?baja\b|\bborr(a|e|en) mi numero\b|\bno quiero (recibir )?(mas )?(mensajes|sms)\b",
        # Portuguese
        r"\bnao (me )?(mand|envi|escrev|contact|contat|lig|incomod|perturb)\w*( \w+){0,2} (mais|nunca)\b|\bnao me (mande|mandem|envie|enviem|contacte|contactem|escreva|escrevam)\b",
        r"\b(pare|parem|para|deixem?) (ja )?de (me )?(mand|envi|escrev|contact|contat|lig|incomod|chatear)\w*|\b(chega|basta) de (mensagens|sms)\b",
        r"\bnao quero (receber )?(mais )?(mensagens|sms)\b|\b(remov|retir|tir)\w+ (o )?meu (numero|contacto|contato)\b|\bcancelar (as )?mensagens\b",
        # French
        r"\barret(e|er|ez) (de |d'|les |vos |ces |tout)|\bne (m'|me )?(envoy|ecri|contact|appel|derang)\w+ plus\b|\bplus (de|aucun) (messages?|sms|textos?)\b",
        r"\bdesabonn\w+|\bdesinscri\w+|\blaissez[- ]moi (tranquille|en paix)\b",
        # Hindi, in both scripts
        r"\b(msg|message|sms|massage)\w* (bhejna|karna|bhejana|bhejne)? ?(band|bandh|mat)\b|\bmat (bhej|bhejo|bheje|bhejiye|karo (msg|message|sms))\b|\bband karo\b.{0,12}\b(msg|message|sms)",
        r"(मैसेज|संदेश|एसएमएस|मेसेज).{0,10}(बंद|मत)|मत भेज|भेजना बंद",
        # Indonesian
        r"\b(jgn|jangan|gak usah|ga usah|tidak usah|stop)\b.{0,10}\b(sms|kirim|hubungi|wa|pesan|chat|ganggu)\b|\bberhenti (kirim|sms|hubungi|mengirim)\w*",
        # Arabic
        r"(لا|بلاش|ما) ?(ترسل|تبعث|تراسل|تتصل)\w*|(وقف|اوقف|أوقف|توقف|اوقفوا|أوقفوا|بطل|بطلوا).{0,8}(رسائل|الرسائل|رسايل|ارسال|إرسال|مراسل)|الغاء الاشتراك|إلغاء الاشتراك",
        # Russian
        r"(не|хватит|прекратите|перестаньте).{0,10}(пишите|писать|присыла\w+|отправля\w+|беспоко\w+|звон\w+)",
    )
)
BEGIN_AGAIN = re.compile(
    rf"^(start|unstop|resume|subscribe|re-?subscribe|alta|iniciar|comecar){_END}$|重新(订阅|訂閱)|恢复(短信|订阅)|"
    r"\b(quiero|quero|volver a|voltar a) (volver a |voltar a )?rec(ibir|eber)\b|\b(start|resume) (texting|sending|messages|texts)( me)?( again)?\b|"
    r"(चालू|शुरू) कर|\b(chalu|shuru) kar\w*|\b(aktifkan|mulai) (lagi )?(sms|pesan)\b|\breabonn\w+|أعد الاشتراك|اعادة الاشتراك"
)


def asks_to_stop(text: str, more: Iterable[str] = ()) -> float:
    """How sure we are that folded `text` is an opt-out, 0 to 1. `more` are words the pack adds."""
    bare = text.strip(" .!?,;:()[]{}*-_'\"。！？，、…")
    if bare in ALONE or bare in more:
        return 1.0
    rest = without_denials(text)
    if any(pattern.search(rest) for pattern in PHRASES):
        return 0.9
    return 0.0


def asks_to_begin_again(text: str) -> float:
    """How sure we are that folded `text` asks for texts again. A YES is not that."""
    return 0.95 if BEGIN_AGAIN.search(text) else 0.0
