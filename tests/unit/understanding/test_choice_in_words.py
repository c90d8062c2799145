"""A window is taken where one clause chooses it and the others only thank or tell why; never where it depends."""

# ruff: noqa: E501 (texts are read as lists)
from .asking import reading

# Thursday 10, Friday 3, Saturday 9 are offered
CHOSEN = {
    1: [
        "Thursday is fine, the doorbell is broken so knock loud", "thursday then, and dont be late please", "el jueves por favor, los otros días trabajo",
        "jeudi 10h c'est parfait, désolé pour la réponse tardive", "quinta tá ótimo, saio mais cedo do serviço", "गुरुवार सुबह आ जाइए, मैं घर पर रहूंगा",
        "kamis pagi cocok, saya di rumah", "الخميس الصبح تمام، أنا موجود في البيت", "周四上午方便，我在家等", "not friday, not saturday. thursday",
    ],
    2: [
        "friday afternoon suits me better as i'm at work before that", "friday at 3 please. Regards, Mr Okafor", "el viernes a las 3 me acomoda mejor porque trabajo en la mañana",
        "vendredi 15h ça me va, je finis plus tôt ce jour-là", "sexta às 15h é melhor pra mim porque trabalho de manhã", "shukrawar 3 baje theek hai, us din half day hai",
        "jumat jam 3 lebih enak soalnya saya kerja", "الجمعة الساعة 3 أحسن لي عشان الشغل", "周五下午三点可以，其他时间要上班", "not the weekend, friday is fine",
    ],
}  # fmt: skip
NOT_CHOSEN = [
    # asked about
    "is friday ok for you", "is it friday you are coming", "¿el viernes todavía se puede?", "sexta ainda dá?", "vendredi c'est encore possible ?", "jumat masih bisa gak?", "周五还可以约吗", "هل الجمعة متاح",
    "let me know if friday is still free", "do i get a choice or is it friday",
    # another sense of a word of time, a condition behind it
    "el viernes es demasiado tarde", "friday would work if you came at 6",
    # on a condition
    "if my boss lets me off, friday", "si me dan permiso el viernes", "se meu chefe liberar, sexta", "si mon patron est d'accord vendredi", "agar chhutti mili to friday", "kalau dapat izin jumat", "اذا سمح لي المدير الجمعة", "如果请到假就周五",
    # was fine once
    "friday was fine but not any more", "estaba libre el viernes, ya no", "sexta estava bom, agora não", "vendredi c'était ok", "friday free tha ab nahi", "jumat tadinya bisa", "كنت فاضي الجمعة والحين لا", "周五本来有空，现在没了",
    # suits somebody else, or another purpose
    "friday works for my husband but he is away", "mi hermano puede el viernes, yo no", "friday is fine for a phone call only", "vendredi c'est ok mais juste par téléphone", "friday is good for football",
    # perhaps
    "maybe friday", "tal vez el viernes", "vendredi peut-être", "talvez sexta", "शायद शुक्रवार", "mungkin jumat", "可能周五",
    # what our text said, another week, never
    "you said friday and saturday is it both", "quiero el viernes de la próxima", "quero a sexta da próxima", "never fridays",
    # no visit, or moved
    "dont come friday", "لا تجون الجمعة", "can i swap friday for something else",
]  # fmt: skip


def test_one_clause_chooses_and_the_others_thank_or_tell_why() -> None:
    found = {text: reading(text) for texts in CHOSEN.values() for text in texts}
    wrong = [
        (text, found[text].slot, found[text].meanings)
        for number, texts in CHOSEN.items()
        for text in texts
        if found[text].slot != number
        or [m.kind for m in found[text].meanings] != ["choose"]
        or found[text].meanings[0].confidence < 0.9
    ]
    assert not wrong


def test_what_is_asked_depends_or_is_over_chooses_nothing() -> None:
    wrong = [text for text in NOT_CHOSEN if "choose" in [meaning.kind for meaning in reading(text).meanings]]
    assert not wrong
