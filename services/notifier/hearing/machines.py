"""Answers that nobody wrote: driving modes, absence notes, firms' greetings, carriers' notices about delivery.

They are known by their form. (Haste is looked for in `reply_events`, where it is known when our text arrived.) What brakes
is acted on whoever wrote it.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re

from .letters import pattern

_FORMS: tuple[str, ...] = (
    # English
    r"\bi'?m (currently |now )?driving\b|\bi am (currently |now )?driving\b|\b(driving|do not disturb|sleep|focus) (mode|focus)\b|\bwith (do not disturb|notifications) (turned on|silenced|off)\b|\bnotifications (silenced|turned off)\b",
    r"\bauto(matic|mated)?(ally)?[ -]?(reply|replies|response|responder|respond|generated|message|answer)\b|\bthis is an automat\w+\b|\bout of (the )?office\b|\b(on|away on) (annual |maternity |sick |parental )?(leave|vacation|holidays?) (until|till|from|and)\b",
    r"\bthis (number|line|phone|mailbox|inbox|device|service)\b.{0,20}\b(do(es)? not|doesn'?t|can ?not|can'?t|is not|isn'?t|unable)\b.{0,24}\b(accept|receive|support|monitor|able|respond|take)\w*|\b(mailbox|inbox|number|line) is (not|un)[ -]?monitored\b|\bno-?reply\b|\b(do not|don'?t) (reply|respond) to this\b",
    r"\bthank(s| you) for (contacting|your (message|text|inquiry|enquiry|sms|email)|texting|messaging|reaching out|calling)\b|\b(our|business|office|opening) hours( are)?\b|\bwe (have |'ve )?received your (message|text)\b|\bwe('ll| will) (get back|reply|respond|be in touch)\b",
    r"\b(msg|message|text|sms)\b.{0,20}\b(not|un|could not be|couldn'?t be|cannot be|failed to be|wasn'?t) ?(be )?(delivered|deliverable|sent|delivery)\b|\bdelivery (failed|failure|report|receipt|status|notification)\b|\bread receipt\b|^(your )?(message|sms|text) (has been |was |to \S+ )?(delivered|read|received)\b|\b(undeliverable|undelivered)\b|\bsubscriber\b.{0,30}\b(unavailable|unreachable|not available)\b|\bmailbox (is )?full\b",
    r"\b(can'?t|can ?not) talk (right )?now\b|\baway message\b|\baway from (my|the) (desk|phone|office)\b|\bcurrently (on|away on) (\w+ )?leave\b|\b(unable to send|blocked) message|\bmessage blocking\b|\bservice access denied\b|\binvalid destination\b|\bset up (a |the |their )?voice ?mail",
    # Chinese, simplified and traditional
    r"自[动動](回[复覆復]|[应應]答|答[复覆])|正在(开车|開車|驾驶|駕駛|开会|開會)[,，。 ]?.{0,8}(稍后|稍後|晚点|晚點|回)|我(正)?在(开车|開車|驾车|駕車)|不在(办公室|辦公室)|(休假|出差)(至|到|中|期[间間])|(本|此)(号码|號碼|號|机|機).{0,6}(不|无法|無法)(接收|接受|支持|回)|(感谢|感謝|谢谢|謝謝)(您|你)的?(来信|來信|留言|来电|來電|联系|聯絡|聯繫|咨询|諮詢)|(短信|信息|訊息|簡訊|消息)(未|未能|无法|無法)?(送达|送達|发送失败|傳送失敗|投递失败)|[请請]勿(直接)?回[复覆復]",
    # Spanish, Portuguese, French
    r"\b(estoy|voy) (conduciendo|manejando)\b|\brespuesta automatica\b|\bmensaje automatico\b|\bfuera de (la )?oficina\b|\bde vacaciones (hasta|del)\b|\b(este|esta) (numero|linea|buzon)\b.{0,16}\bno\b.{0,16}\b(acepta|recibe|admite|puede)\b|\bgracias por (contactar\w*|comunicar\w*|su mensaje|tu mensaje|escribir\w*|llamar\w*)|\b(mensaje|sms)\b.{0,12}\bno (ha sido |fue |se pudo |pudo ser )?(entrega\w+|envia\w+)|\bhorario de (atencion|oficina)\b|\b(le|te) (responderemos|contestaremos|atenderemos)\b",
    r"\bestou (a |ao )?(conduzir|dirigindo|dirigir|volante)\b|\bresposta automatica\b|\bmensagem automatica\b|\bfora do escritorio\b|\bde ferias (ate|de)\b|\b(este|esta) (numero|linha|caixa)\b.{0,16}\bnao\b.{0,16}\b(aceita|recebe|permite|pode)\b|\bobrigad[oa] (por|pelo|pela) (contact\w*|contat\w*|(sua |seu )?(mensagem|contacto|contato)|entrar)|\b(mensagem|sms)\b.{0,12}\bnao (foi )?(entregue|enviad\w)|\bhorario de (atendimento|funcionamento)\b|\bresponderemos\b",
    r"\bje (conduis|suis (au volant|en train de conduire))\b|\b(reponse|message) automatique\b|\babsent\w* du bureau\b|\ben (conges?|vacances) (jusqu|du|depuis)|\bce (numero|service)\b.{0,10}\b(n'accepte|ne (recoit|peut|prend))\b[^.!?]{0,24}|\bmerci (de nous avoir|pour votre (message|appel)|de votre (message|appel))|\b(message|sms)\b.{0,12}\b(non (distribue|remis|delivre|envoye)|n'a pas (pu )?(ete |etre )?\w+)\b|\bhoraires? d'ouverture\b|\bnous vous repondrons\b",
    # Hindi, Indonesian, Arabic
    r"\b(gaadi|gadi|car) chala rah\w*|\bdrive kar rah\w*|गाड़ी चला रह|स्वचालित (उत्तर|संदेश|जवाब)|\bsedang (mengemudi|menyetir|berkendara|mengendarai)\b|\b(balasan|pesan|jawaban) otomatis\b|\bdi luar kantor\b|\bsedang cuti\b|\bnomor ini tidak\b.{0,14}\b(menerima|melayani)\b|\bterima kasih (telah|sudah) (menghubungi|mengirim)\w*|\b(pesan|sms)\b.{0,10}\b(tidak terkirim|gagal)\b|\bjam (operasional|kerja|layanan)\b",
    r"رد (الي|آلي|تلقائي)|رسالة (الية|آلية|تلقائية)|(اقود|أقود|اسوق|أسوق) (السيارة|الان|الآن)|خارج (المكتب|الدوام)|(هذا الرقم|الرقم) لا (يقبل|يستقبل|يدعم)|شكرا ل(تواصل|اتصال|رسالت)\S*|(تعذر|لم يتم|فشل) (ال)?(تسليم|توصيل|ارسال|إرسال)|ساعات العمل",
)  # fmt: skip
FORM_CHARS = 240
"""Within so many a machine says what it is."""
_FORM = re.compile(pattern("|".join(_FORMS)))
_HOW_TO_LEAVE_THEM = re.compile(
    r"\b(reply|text|send|txt|answer|responda|envie|responde|envia|repondez|envoyez|balas|ketik)\b.{0,8}\b(stop|end|quit|cancel|unsubscribe|baja|sair|arret)\b.{0,6}\b(to|para|pour|untuk|if)\b.{0,40}"
)


def is_form(text: str) -> bool:
    """Is folded `text` what a machine says?"""
    return _FORM.search(text, 0, FORM_CHARS) is not None


def without_form(text: str) -> str:
    """A machine's folded words without its form, and without how to opt out of *its* texts."""
    return _FORM.sub(" ", _HOW_TO_LEAVE_THEM.sub(" ", text))
