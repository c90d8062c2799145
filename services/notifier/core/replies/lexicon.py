"""Words and phrases for the other meanings, by language. A first set: what is not here goes to a person.

Patterns match folded text (see `normalise`): lower case, Latin letters without accents.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re

from shared.contracts.texts import MeaningKind

_SAYS: dict[MeaningKind, tuple[str, ...]] = {
    "wrong-number": (
        r"\bwrong (number|person|guy)\b|\bnot (my|his|her) (debt|loan|account)\b.{0,20}\bwrong\b|\byou have the wrong\b",
        r"\bdon'?t know (him|her|this person|anyone|anybody|who that)|\bthere is no \w+ here\b|\bnobody (here )?by that name\b",
        r"打错|打錯|发错|發錯|找错人|找錯人|不是本人|号码错|號碼錯|不认识(他|她|这个人)",
        r"\bnumero (equivocado|errado|incorrecto)\b|\bse (equivoca|equivoco|ha equivocado)\b|\bno (soy|conozco) (esa|a esa|a ese|ese)\b",
        r"\bnumero errado\b|\benganou-?se\b|\benganaram-?se\b|\bengano\b|\bnao (sou|conheco) (essa|esse|a pessoa)\b",
        r"\b(mauvais|faux) numero\b|\bvous vous trompez\b|\bsalah (sambung|nomor|orang)\b|\b(galat|wrong|rong) (number|no)\b|गलत नंबर|رقم غلط|الرقم خطأ",
    ),
    "hardship": (
        r"\b(lost|losing) (my )?job\b|\bno (money|income|work|job)\b|\bcan(no|')?t (pay|afford)\b|\bunable to pay\b|\bcannot (pay|afford)\b",
        r"\b(unemployed|laid off|bankrupt|broke rn|in hospital|total loss)\b|\btrouble paying\b|\bneed (more )?time to pay\b|\b(give|need)\b.{0,12}\bmonths?'? time\b|\binstal?l?ments?\b|\bpayment plan\b",
        r"失业|失業|没钱|沒錢|没有钱|還不起|还不起|困难|困難|没工作|沒工作|分期|周转不|病倒",
        r"\bno (tengo|puedo) (dinero|pagar|plata|trabajo)\b|\bme (han echado|echaron|despidieron)\b|\b(desemplead|en paro|sin trabajo)\w*|\bno me alcanza\b|\ba plazos\b",
        r"\bnao (tenho|consigo|posso) (dinheiro|pagar|trabalho|como pagar)\b|\b(desempregad|sem trabalho|sem dinheiro)\w*|\bperdi o emprego\b|\bprestacoes\b",
        r"\b(perdu|plus) (mon |de )?(emploi|travail|boulot)\b|\bje (ne )?peux pas payer\b|\bplus d'argent\b|\bau chomage\b",
        r"\b(paise|paisa) nahi\b|\bnaukri (chali|nahi|chut)\w*|नौकरी|पैसे नहीं|\b(gak|ga|tidak|belum) (ada|punya) (uang|duit)\b|\b(di)?phk\b|ما عندي فلوس|مفلس|فقدت عملي",
    ),
    "dispute": (
        r"\b(don'?t|do not|never|didn'?t) (owe|took|take|sign|borrow)\b|\bnot my (debt|loan|bill|account)\b|\bdisput\w+|\bnever (had|took|signed|authori[sz]ed)\b|\bi contest\b|\bwrong amount\b|\byall lost\b|\boverchar\w+",
        r"没欠|沒欠|不欠|没借过|沒借過|没有借|不是我(借|欠)|金额不对|有异议|投诉",
        r"\bno (debo|le debo|les debo) nada\b|\bno es mi (deuda|prestamo)\b|\bno reconozco\b|\breclamacion\b|\bno he pedido\b",
        r"\bnao (devo|vos devo|lhes devo) nada\b|\bnao e (a )?minha (divida)?\b|\bnao reconheco\b|\breclamacao\b|\bcontesto\b",
        r"\bje (ne )?(dois|doit) rien\b|\bjamais (autorise|signe|demande|emprunte)\b|\bconteste\b|\bpas ma dette\b",
        r"\bkoi (loan|karz) nahi\b|\bmaine (koi )?loan nahi\b|\b(saya )?tidak (pernah )?(pinjam|berhutang|punya hutang)\b|ما علي (شي|دين)|لست مدين",
    ),
    "paid": (
        r"\b(already|just) (paid|sent|transferred|settled|deducted)\b|\bi('ve| have)? paid\b|\balready\b.{0,16}\b(paid|deducted|debited)\b|\bpayment (made|done|sent)\b|\bpaid (it|already|yesterday|today|in full|last)\b|^paid\b|\butr\b|\bcheck n close\b",
        r"(已经|已經|早|早就|刚刚|刚才|剛剛|昨天|今天|都).{0,8}(还了|還了|付了|转了|轉了|缴了|繳了|还清|還清|结清|結清)|已还|已還|已付|已繳|已缴",
        r"\b(ya|ayer|hoy) (lo )?(pague|he pagado|esta pagad|transferi|deposite|consigne)\w*|\bya (pague|pagamos|esta pago)\b|\bpague (ayer|hoy|ya)\b",
        r"\b(ja|ontem|hoje) (paguei|foi pago|esta pago|transferi|liquidei)\b|\bpaguei (ontem|hoje|ja)\b",
        r"\b(deja|c'est) paye\b|\bj'ai (deja )?paye\b|\b(sudah|udah|dah|sdh) (saya )?(bayar|lunas|transfer)\b|\bpay(ment)? (kar diya|ho gaya|kardiya)\b|भुगतान कर दिया|पैसे दे दिए|دفعت|سددت|تم السداد",
    ),
    "promise": (
        r"\b(i'?ll|i will|will|gonna|going to|can) pay\b|\bpay (you )?(on|by|next|this|tomorrow|tonight|when|after|soon)\b|\b(get|getting) paid\b|\bpay ?day\b|^eom$|\bend of (the )?month\b|\b(payment|money) (will be|coming|by)\b",
        r"(号|號|日|天|周|週|月|后|後|马上|馬上|肯定|一定|尽快|工资|发薪).{0,10}(还|還|打给|转给|付|轉|转$)|马上转|马上还|一定还|肯定还",
        r"\b(pago|pagare|os pago|le pago|les pago|le consigno|voy a pagar|transfiero|deposito)\b|\bcuando cobre\b|\b(el|manana|lunes|viernes)\b.{0,12}\b(cobro|pago)\b",
        r"\b(vou pagar|pago (amanha|na|no|dia|ate|quando)|pagarei|quando receber)\b",
        r"\bje (vais )?(paie|paye|payer|paierai|payerai|regle|reglerai)\b|\b(kal|parso|agle|salary)\b.{0,14}\b(pay|de dunga|kar dunga|bhar dunga|dunga)\b|\b(akan|nanti|besok|segera)\b.{0,12}\b(bayar|transfer|lunasi)\b|\bkar dunga\b|कर दूंगा|दे दूंगा|(سوف|راح|ح) ?(ادفع|أدفع|اسدد)|بدفع",
    ),
    "who": (
        r"\bwho (is|are|the|gave|r)\b|\bwho'?s? (this|coming|that)\b|\bis this (a )?(scam|real|legit)\b|\bscam\b|\bfraud\b|\b(have|has) id\b|\bcompany name\b|\bprove\b|\bhow do i know\b|^\?+$",
        r"你是谁|你是誰|你们是谁|哪个公司|哪家|什么人|骗子|騙子|诈骗|詐騙|怎么证明|證件|证件",
        r"\bquien (es|eres|son|viene)\b|\bde (que|cual) (banco|empresa)\b|\bestafa\b|\bquem (e|sao|vem)\b|\bde que (banco|empresa)\b|\bburla\b",
        r"\b(c'est )?qui (qui|est|etes|passe|vient)\b|\bc'est quoi ce numero\b|\barnaque\b|\bcarte pro\b|\b(ini|kamu|anda) siapa\b|\bsiapa (ini|yang)\b|\bpenipu\w*|\bkaun (hai|ho|aa)\b|कौन|من (انت|أنت|انتم|اللي)|مين (انت|اللي|هذا)|نصاب|وش يثبت",
    ),
    "other-time": (
        r"\b(another|different|other) (time|day|date)\b|\b(reschedul|postpone|change|move|push)\w*\b.{0,20}\b(it|to|the|day|time|appointment|visit)\b|\bnone of (these|those|them)\b|\ball cannot\b|\bnot (possible|available)\b|\b(can'?t|cannot|won'?t) (make|do) (it|any|that|those)\b|\binstead\b",
        r"\bnext (mon|tue|wed|thu|fri|sat|sun|week)\w*\b|\ba week on\b|\bafter \d|\bcould (you )?do\b|\bwhat i meant was\b",
        r"改到|改成|改天|改後天|改后天|改星期|换个时间|換個時間|另约|改期|不方便|都不行|没空|下禮拜|下礼拜|年后|可以吗|可以嗎|能不能改|^(明天|后天|後天).{0,2}(早上|上午|下午|晚上)",
        r"\b(otro|otra) (dia|hora|momento|fecha)\b|\b(cambiar|mover|mejor) (la |el |de )?(cita|hora|dia|lunes|martes|miercoles|jueves|viernes|sabado|domingo)\b|\bninguna?\b.{0,16}\b(viene bien|me va|puedo)\b|\bno puedo (esos|ese|ninguno)\b|\bno va a poder ser\b",
        r"\b(outro|outra) (dia|hora|altura|data)\b|\b(mudar|alterar|remarcar) (a |o |para )?(visita|hora|dia)?\b|\bnenhum(a)?\b.{0,16}\b(da|serve|posso)\b|\bnao (me )?(da|posso) (nesses|nesse|em nenhum)\b",
        r"\b(autre|un autre) (jour|moment|heure|horaire)\b|\b(reporter|decaler|deplacer)\b|\b(waktu|hari|jam) lain\b|\bundur\b|\b(kisi aur|dusra) (din|time)\b|\bbad me\b|\bagle (hafte|somwar|mangal|budh|guru|shukra|shani)\w*|(وقت|يوم|موعد) (ثاني|آخر|اخر)|مافي ولا موعد",
    ),
}  # fmt: skip
LEXICON: dict[MeaningKind, re.Pattern[str]] = {kind: re.compile("|".join(says)) for kind, says in _SAYS.items()}
NEGATED_PROMISE = re.compile(
    r"\b(won'?t|will not|(not|never) (going to|gonna)|never|can'?t|cannot) pay\b|不还|不會還|不会还|\bno (voy a )?pag\w+|\bnao (vou )?pag\w+"
)
