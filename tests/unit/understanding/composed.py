"""Texts put together from wordings, wrappings and typing errors: opt-outs, and texts that only look like them.

`python -m tests.unit.understanding.composed 5000` reads so many of each and tells what was missed. The same seed makes
the same texts.
"""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import OpenQuestion

AT = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
SEED = 20261124
OPT_OUTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("please", "pls", "kindly", "could you", "I want you to", "you need to", "just", "can u"),
        ("stop texting me", "stop sending me messages", "quit texting this number", "stop contacting me", "remove my number",
         "take me off your list", "unsubscribe me", "stop all messages", "leave me alone", "delete my number from your system",
         "stop bothering me", "cease all contact", "stop harassing me", "not text me again", "stop with the texts"),
        ("", "now", "thanks", "from now on", "ok?", "I mean it", "immediately", "for good"),
    ),
    "en2": (
        ("", "hey", "sir", "look", "listen"),
        ("do not text me", "don't send me any more texts", "no more messages", "don't contact me again", "I don't want these messages",
         "never message me again", "I no longer want to receive texts", "don't ever write to me", "I do not wish to be contacted",
         "no more texts", "I don't want to hear from you", "don't message this number"),
        ("", "please", "thanks", "ever", "any more", "at all"),
    ),
    "zh": (
        ("", "请", "麻烦", "拜托", "你好", "求求你们"),
        ("不要再发短信给我", "别再给我发信息了", "不要再联系我", "别发了", "停止发送短信", "退订", "不要骚扰我", "别烦我", "把我的号码删掉",
         "不想再收到你们的短信", "請不要再傳簡訊", "唔好再send訊息畀我", "拒收短信", "别再打扰我", "取消订阅", "不要给我发消息"),
        ("", "了", "谢谢", "!", "。", "可以吗"),
    ),
    "es": (
        ("", "por favor", "oigan", "señores", "ya"),
        ("no me escriban más", "dejen de mandarme mensajes", "no me manden más mensajes", "quiero darme de baja", "borren mi número",
         "no quiero recibir más mensajes", "dejen de molestarme", "quítenme de su lista", "no me contacten", "paren de escribirme",
         "déjenme en paz", "no más mensajes", "basta de mensajes"),
        ("", "gracias", "por favor", "nunca más", "de una vez", "ya"),
    ),
    "pt": (
        ("", "por favor", "olha", "gente"),
        ("parem de mandar mensagem", "não me mandem mais mensagens", "não quero receber mensagens", "me tirem da lista", "removam meu número",
         "não me contactem mais", "me deixem em paz", "chega de mensagens", "não me incomodem", "quero cancelar as mensagens"),
        ("", "obrigado", "por favor", "nunca mais", "já"),
    ),
    "fr": (
        ("", "s'il vous plaît", "svp", "bonjour,", "merci de"),
        ("arrêtez de m'écrire", "ne m'envoyez plus de messages", "ne me contactez plus", "désabonnez-moi", "plus de sms",
         "laissez-moi tranquille", "supprimez mon numéro", "je ne veux plus recevoir de messages", "arrêtez les sms", "retirez-moi de votre liste",
         "cessez de me harceler", "ne plus me contacter"),
        ("", "merci", "svp", "jamais", "immédiatement"),
    ),
    "hi": (
        ("", "please", "kripya", "bhai", "sir"),
        ("message bhejna band karo", "mujhe msg mat bhejo", "sms mat karo", "mera number hata do", "pareshan mat karo", "mujhe message nahi chahiye",
         "message band kar do", "मैसेज भेजना बंद करो", "मुझे मैसेज मत भेजो", "मेरा नंबर हटा दो", "मुझे परेशान मत करो", "एसएमएस बंद करें", "संदेश मत भेजिए"),
        ("", "please", "ab", "ji", "dobara"),
    ),
    "id": (
        ("", "tolong", "mohon", "pak", "kak"),
        ("jangan kirim sms lagi", "berhenti kirim pesan", "jangan hubungi saya", "stop sms", "hapus nomor saya", "jangan ganggu saya",
         "saya tidak mau terima sms", "gak usah kirim pesan", "berhenti menghubungi saya", "keluarkan saya dari daftar", "jangan sms saya"),
        ("", "ya", "terima kasih", "lagi", "sekarang juga"),
    ),
    "ar": (
        ("", "من فضلك", "لو سمحتم", "رجاء", "السلام عليكم"),
        ("لا ترسلوا لي رسائل", "أوقفوا الرسائل", "توقفوا عن مراسلتي", "لا تتصلوا بي", "احذفوا رقمي", "إلغاء الاشتراك", "مش عايز رسايل",
         "بطلوا تبعتولي رسايل", "ما ابي رسايل منكم", "لا تزعجوني", "لا أريد استقبال رسائلكم", "شيلوا رقمي"),
        ("", "شكرا", "مرة أخرى", "أبدا", "الآن"),
    ),
}  # fmt: skip
"""Language → beginnings, wordings, endings."""
OTHERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("", "hi", "ok", "sorry", "sir", "please"),
        ("don't stop texting me", "I never said stop", "the bus stop is closed", "stop by at six", "my son typed stop", "I'll pay at the end of the day",
         "I quit my job", "can you text me less often", "don't call me at work", "what happens if I reply stop", "I can't stop worrying about this",
         "keep sending the reminders", "text me the address", "send me the link", "I get off at the last stop", "non stop work this week",
         "I already paid", "wrong number", "friday works", "who is this", "call me", "I lost my job", "how much do I owe",
         "see you at the end of the month", "please don't unsubscribe me", "my phone won't stop ringing with work calls"),
        ("", "thanks", "lol", "ok?", "please"),
    ),
    "zh": (
        ("", "你好", "不好意思", "请"),
        ("别停", "我没说退订", "公交站停了", "不停地加班", "周五可以", "已经还了", "打错了", "你是谁", "给我打电话", "没钱", "明天还", "怎么还款",
         "不要每天发这么多短信", "上班时间别打电话", "继续给我发提醒", "停车场在哪", "停电了", "把账号发给我", "短信收到了", "发短信告诉我地址"),
        ("", "谢谢", "。", "!"),
    ),
    "es": (
        ("", "hola", "disculpe", "señores"),
        ("no dejen de avisarme", "yo no dije baja", "la parada del bus", "el viernes puedo", "ya pagué", "número equivocado", "quién es", "llámenme",
         "no tengo trabajo", "pago mañana", "cuánto debo", "no me llamen al trabajo", "para el viernes está bien", "mándeme el enlace por mensaje",
         "me llegó su mensaje", "a fin de mes le pago"),
        ("", "gracias", "por favor"),
    ),
    "fr": (
        ("", "bonjour", "désolé"),
        ("n'arrêtez pas les rappels", "je n'ai pas dit stop", "l'arrêt de bus est loin", "vendredi me va", "j'ai déjà payé", "mauvais numéro",
         "qui êtes-vous", "rappelez-moi", "je suis au chômage", "je paierai demain", "combien je dois", "ne m'appelez pas au travail",
         "envoyez-moi le lien", "j'ai bien reçu votre message", "fin du mois au plus tard"),
        ("", "merci", "svp"),
    ),
    "hi": (
        ("", "ji", "sir", "namaste"),
        ("message band mat karna", "maine stop nahi bola", "shukrawar theek hai", "paise bhej diye", "galat number", "aap kaun", "call karo",
         "naukri chali gayi", "kal de dunga", "kitna baki hai", "office me call mat karo", "link bhejo", "dukaan band hai", "मैसेज मिल गया", "मैसेज बंद मत करना"),
        ("", "ji", "please"),
    ),
    "id": (
        ("", "pak", "maaf", "halo"),
        ("jangan berhenti kirim", "saya tidak bilang stop", "jumat bisa", "sudah bayar", "salah sambung", "ini siapa", "telpon saya", "belum ada uang",
         "besok saya bayar", "berapa tagihannya", "jangan telepon ke kantor", "kirim linknya", "sms sudah diterima", "saya berhenti kerja"),
        ("", "ya", "terima kasih"),
    ),
    "ar": (
        ("", "السلام عليكم", "عفوا"),
        ("لا توقفوا الرسائل", "ما قلت توقف", "الجمعة مناسب", "دفعت", "الرقم غلط", "مين معي", "اتصلوا بي", "ما عندي فلوس", "بدفع بكرة", "كم المبلغ",
         "لا تتصلوا وقت الدوام", "ارسلوا لي الرابط", "وصلتني الرسالة", "موقف الباص"),
        ("", "شكرا"),
    ),
}  # fmt: skip
WRAPPINGS = (
    "{}",
    "{}",
    "{}",
    "{}!!",
    "...{}",
    "({})",
    "{} 😡",
    "🙏 {}",
    "{}\n\nSent from my iPhone",
    "hello. {}",
    "{}. thank you",
    "ok. {}",
    ">> {}",
)


def composed(of: dict[str, tuple[tuple[str, ...], ...]], count: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """`count` texts with their language."""
    chance = random.Random(seed)
    languages = sorted(of)
    for place in range(count):
        language = languages[place % len(languages)]
        before, wording, after = (chance.choice(part) for part in of[language])
        space = "" if language == "zh" else " "
        text = chance.choice(WRAPPINGS).format(space.join(part for part in (before, wording, after) if part))
        yield language[:2], _typed(text, chance)


def _typed(text: str, chance: random.Random) -> str:
    """As it is typed: capitals, a letter too many, two swapped."""
    match chance.randrange(8):
        case 0:
            return text.upper()
        case 1:
            return text.capitalize()
        case 2:
            return _with_error(text, chance)
        case 3:
            return text.replace(" ", "  ")
        case _:
            return text


def _with_error(text: str, chance: random.Random) -> str:
    """One error in one of the longest words: words of four letters and less are other words too soon."""
    words = [word for word in text.split(" ") if len(word) >= 6 and word.isascii() and word.isalpha()]
    if not words:
        return text
    word = chance.choice(words)
    place = chance.randrange(1, len(word) - 2)
    wrong = chance.choice((
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ))  # fmt: skip
    return text.replace(word, wrong, 1)


def says_stop(text: str, language: str) -> bool:
    return any(meaning.kind == "stop" for meaning in read(text, OpenQuestion("reminder"), AT, language).meanings)


def main(count: int) -> None:
    for name, of, wanted in (("opt-outs", OPT_OUTS, True), ("others", OTHERS, False)):
        wrong = [(language, text) for language, text in composed(of, count) if says_stop(text, language) is not wanted]
        for language, text in wrong[:40]:
            print(" ", language, repr(text))  # noqa: T201
        print(f"{name}: {len(wrong)} of {count} wrong ({100 * len(wrong) / count:.2f} %)")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
