"""Arabic, the standard language, with the polite plural. Digits are 0 to 9, as banks text them.

Marks of direction are in none of our texts, so the order of reading rests on the words: each line begins with an Arabic
letter, which makes it run from right to left; the hours of a window are joined by a word, because a stroke would turn
them round (a range of digits may be); and between a name, which may be in Latin letters, and the next number an Arabic
word stands.
"""

# ruff: noqa: E501 (a sentence is read in one line or not at all)
from __future__ import annotations

from .language import LanguageWords, LintWords

ARABIC = LanguageWords(
    tag="ar",
    name="Arabic",
    templates={
        "reminder-early": "مرحبًا، معكم {officer} من بنككم. قسط حسابكم لم يصلنا بعد. إن كنتم قد سددتموه فشكرًا لكم. "
        "هل الدفع صعب؟ أرسلوا 5. لوقف الرسائل: STOP",
        "reminder-firm": "مرحبًا، معكم {officer} من بنككم. قسط حسابكم لم يصلنا حتى الآن. نرجو سداده، أو أرسلوا 5 لنبحث معًا "
        "عن حل. لوقف الرسائل: STOP",
        "reminder-last": "مرحبًا، معكم {officer} من بنككم. لم يصلنا منكم خبر بشأن حسابكم. نرجو التواصل معنا، أو أرسلوا 5 إن كان "
        "الدفع صعبًا، ويمكننا بحث أقساط أصغر. لوقف الرسائل: STOP",
        "offer": "نود زيارتكم في منزلكم بشأن حسابكم، مع {officer} من بنككم. متى يناسبكم؟\n{slots}\n"
        "أرسلوا {digits}؛ 4: موعد آخر؛ 5: الدفع صعب. لوقف الرسائل: STOP",
        "no-slots": "شكرًا لكم. لم نجد بعد موعدًا مناسبًا. سيصلكم من {officer} في بنككم اقتراح آخر. لن يأتي أحد قبل ذلك.",
        "notice": "كما اتفقنا، زيارة بنككم لكم يوم {window} للحديث عن حسابكم. الزوار: {crew}. اطلبوا منهم الرمز {code}. "
        "موعد آخر؟ أرسلوا 4. لوقف الرسائل: STOP",
        "reminder": "تذكير: زيارة بنككم لكم يوم {window}. الزوار: {crew}. اطلبوا منهم الرمز {code}. "
        "موعد آخر؟ أرسلوا 4. لوقف الرسائل: STOP",
        "visit-cancelled": "زيارة بنككم لن تتم. لا يلزمكم القيام بأي شيء.",
        "visit-held": "زيارة بنككم لن تتم في الوقت الحالي. لن يأتي أحد من دون رسالة جديدة.",
        "agreed": "تم التسجيل: {window}. موعد آخر؟ أرسلوا 4. لوقف الرسائل: STOP",
        "moved": "نعتذر، لن نتمكن من زيارتكم يوم {window}. لن يأتي أحد، وسنقترح موعدًا آخر.",
        "not-understood": "عذرًا، لم نفهم رسالتكم. سنحيلها إلى {officer} في بنككم لقراءتها. لوقف الرسائل: STOP",
        "opt-out-confirmed": "لن تصلكم منا رسائل بعد الآن.",
        "hardship": "شكرًا لإخبارنا. لن نذكركم لمدة {quiet_days} يومًا. يمكنكم الاتفاق مع {officer} في بنككم على أقساط أصغر.",
        "thanks-paid": "شكرًا لكم، وصلت دفعتكم. لم يبق ما يلزم سداده.",
        "plan-offer": "كما طلبتم، يمكنكم الاتفاق مع {officer} في بنككم على أقساط أصغر. لن نذكركم لمدة {quiet_days} يومًا.",
    },
    days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    months=(
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
    window="{weekday} {day} {month} {h1}:{m1} إلى {h2}:{m2}",
    comma=" و",
    both=" و",
    bank="فريق الخدمة",
    colleague="أحد الزملاء",
    lint=LintWords(
        threat=(
            "عواقب", "يجب", "أخير*", "إنذار*", "تحذير*", "فورا*", "فورًا", "عاجل*", "حجز*", "مصادرة", "سجن*", "حبس*",
            "مقاضا*", "ملاحق*", "إجراءات", "غرام*", "وإلا", "عقوب*", "تهديد*", "القائمة السوداء",
        ),
        shame=("عار", "عيب", "فضيح*", "خجل*", "عائلتكم", "أسرتكم", "جيران*", "عملكم", "رئيسكم", "خيب*", "تجاهل*"),
        authority=("محكمة", "محاكم", "قانون*", "محام*", "شرطة", "قاض*", "قضاء", "قضائي*", "نيابة", "حكوم*", "رسمي*", "سلطات"),
        disclosure=(
            "دين*", "ديون*", "مديون*", "مدين", "قرض*", "قروض*", "متأخر*", "متأخرات", "تحصيل*", "مستحق*", "تعثر*",
            "ائتمان*", "رصيد*", "مبلغ*", "دينار*", "درهم*", "ريال*", "جنيه*", "فائدة",
        ),
        carrier=("توقف", "قف", "أوقف*", "إيقاف", "ايقاف", "إلغاء", "الغاء", "ألغ*", "ابدأ", "اشتراك*", "نعم", "مساعدة"),
        prefixes=("و", "ف", "ال", "وال", "ب", "بال", "ل", "لل", "ك"),
    ),
)  # fmt: skip
