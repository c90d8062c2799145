"""What has the words of an opt-out and is none: it is denied, or the word means something else.

A negation counts only right before the word for stopping, with nothing but words like "you to" between: in "don't text
me, stop" nothing is denied. "No stop" is not here either: it may be "no, stop".
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re

from .letters import pattern

_STOP = r"(stop(ping)?|quit|cease|end|unsubscribe|opt(ing)?[ -]?out|remov(e|ing)|cancel)"
_NO_OPT_OUTS: tuple[str, ...] = (
    # English
    rf"\b(((do not|don'?t|dont|never)( ever| please| just| you dare)?( (want|wish|need|have|like|ask|say|said|mean)( you| me| us)?( to)?)?|(didn'?t|did not|not|wouldn'?t) (want|wish|ask|asking|asked|mean|say|saying|intend)( you| for you)?( to)?|no (need|reason) to) {_STOP})\b( (me|this|the|it|sms|texts?|texting|messages?|messaging|sending|writing|from|your|my|list|number)){{0,5}}",
    r"\bnon[ -]+stop\b|\bnonstop\b|\bstop (by|in|over|at|off)\b|\b(bus|metro|train|tube|tram|last|next|first|final) stop\b",
    # Chinese, simplified and traditional, and Cantonese
    r"(不要|别|別|请勿|請勿|勿|唔好|唔使|唔想|咪|莫|无需|無需|不用|不必|不想)(再|要|想|叫你|叫)?(停止?|退订|退訂|取消)(再?[发發传傳]送?)?(短信|简讯|簡訊|短訊|信息|讯息|訊息|订阅|訂閱|sms)?|[请請]?勿(直接)?回[复覆復](本|此)?(短信|简讯|簡訊|短訊)?",
    # Spanish, Portuguese, French
    r"\b(no|nunca|ni|sin) (me |nos |se )?(quiero |quisiera |pido |pedi |hace falta |necesito )?(que )?(me |nos )?(pares?|paren?|parar|par[ae]is|dejes?|dejen?|dejar|dejeis|ceses?|cesen?|cesar|den|dar(me|nos)?|deis|cancel\w+|detenga\w*)\b( de (la )?baja| de \w+| (la |mi )?(suscripcion|sms|mensajes))?",
    r"\b(nao|nunca|nem) (me |nos )?(quero |queria |pedi |precisa |precisam )?(que )?(me |nos )?(pare|parem|parar|pares|deixe|deixem|deixes|deixar|cancele|cancelem|cancelar|sair|remova|removam)\b( de (me |nos )?\w+| (as |os )?(mensagens|sms)| (o )?meu (numero|contacto|contato))?",
    r"\bn[e'] ?(veux pas |voudrais pas )?(me |vous |nous )?(arret\w+|cess\w+)( pas| jamais| surtout pas)( (de |d')\w+)?|\barret(e|ez) (pas|jamais)( (de |d')\w+)?|\b(ne )?(veux|voulais|voudrais) pas (me |m'|que vous )?(arret\w+|desabonn\w+|desinscri\w+)( (de |d')\w+)?",
    # Hindi, in both scripts; Indonesian; Arabic; Russian
    r"\b((msg|message|sms|massage)\w* )?(bhejna |karna )?(band|bandh|stop|rok\w*) (mat|na) (kar\w*|kijiye|karo|hona)\b|((मैसेज|संदेश|एसएमएस|मेसेज) )?(भेजना )?(बंद|रोक\w*) (मत|ना) ?(कर\S*|कीजिए)?",
    r"\b(jangan|jgn|(gak|ga|tidak) usah) (sampai |pernah )?(berhenti|stop|hentikan|setop|dihentikan)( (me)?(kirim|ngirim|sms|hubungi|nghubungi))?( (sms|pesan|wa))?",
    r"لا ?(ت|تت)?(توقفو?ا?|وقفو?ا?|تلغي|الغي)(?!ن)( عن)?( (ارسال|إرسال|الارسال|الإرسال))?( (ال)?رسا(ئ|ي)ل)?",
    r"не (прекращай(те)?|переставай(те)?|останавливай(те|ся|тесь)?|отписывай(те)?)( (мне|меня))?( (писать|присылать|отправлять))?",
)  # fmt: skip
_NO_OPT_OUT = re.compile(pattern("|".join(_NO_OPT_OUTS)))
_COMPLAINED_OF = re.compile(
    pattern(
        r"\b(you|u|they|y'?all|guys|people|why|texts|messages|vous|tu|ils|pourquoi|por que|porque|why (do|would|did)|kenapa|mengapa|kalian|أنتم|انتم|ليش|لماذا|почему|вы)( (just|still|guys|people|all|ya))?\s*$|(你们?|您|为什么|点解|怎么)$"
    )
)
_STILL_COMES = re.compile(
    pattern(
        r"\b(never|(do|did|does|wo|wont|will) ?(not|n'?t))( (you|u|they|guys))? (ever )?(stop|quit|cease)\w* (text|messag|send|writ|contact|spam|bother)|(为什么|点解|怎么|为何).{0,4}不.{0,2}停"
    )
)
"""It goes on, which somebody complains of: whose not stopping this is decides."""


_WHY_STILL = re.compile(
    pattern(
        r"^\W*(but |so |and )?why (the hell |on earth )?(are|r|do|would) (you|u|yall|y'all|you people|you guys) (all )?(still|keep( on)?|always|constantly) (text|txt|messag|msg|writ|contact|spam|bother|send)\w*( me| us| these| texts?| messages?)*( for)?\W*$"
        r"|^\W*(por ?que|xq|pq) (todavia |aun |ainda )?(me |nos )?(siguen|sigue|continuam|continua|insistem em|insisten en) (me |a me |a )?(escrib|mand|envi|contact|molest|escrev|texte)\w*( mensajes?| mensagens?| mensagem| sms)?\W*$"
        r"|^\W*pourquoi (vous )?continuez(-| )?(vous )?(de |a )(m'? ?|nous )(ecri|envoy|contact|harcel|relanc)\w*( des sms| des messages)?\W*$"
        r"|^\W*(你们)?(为什么|为啥|怎么|点解)(你们|你哋)?(还|还在|一直|老是|仲)(在|要)?(给我|俾我)?(发|传)(短信|信息|讯息|短讯)?(给我|俾我)?(呢|啊|呀)?\W*$"
        r"|^\W*(kenapa|knp|kok) (kalian |anda )?(masih|terus) (aja |saja )?(kirim|ngirim|sms|hubungi|wa|chat)\w*( sms| pesan)?( saya| ke saya| terus)?\W*$"
        r"|^\W*(aap |tum log |aap log )?(kyu|kyun|kyon) (abhi bhi|ab bhi|baar baar) (mujhe )?(message|msg|sms) (bhej|kar)\w*( rahe| rhe)?( ho| hain)?\W*$"
        r"|^\W*(ليش|ليه|لماذا) (لسه|لسا|لساتكم|لا ?زلتم|ما ?زلتم) ?(عم |بت|ب)?(ترسل|تبعت|تبعث|راسل)\S*( لي| رسائل| رسايل)*\W*$"
    )
)
"""Why it still goes on, and not a word more. Beside anything else it may only tell of that: "I paid, why still texting"."""


def without_denials(text: str) -> str:
    """Folded `text` without what denies an opt-out or only looks like one."""
    return _NO_OPT_OUT.sub(lambda found: found.group() if _COMPLAINED_OF.search(text[: found.start()]) else " ", text)


def is_complaint(text: str) -> bool:
    """Does folded `text` complain that we go on? In "you never stop texting me" somebody wants it to stop."""
    if _WHY_STILL.search(text) is not None:
        return True
    found = _STILL_COMES.search(text)
    return found is not None and (
        _COMPLAINED_OF.search(text[: found.start()]) is not None or _COMPLAINED_OF.search(found.group()[:3]) is not None
    )
