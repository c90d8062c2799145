"""What has the words of an opt-out and is none, what must stay one, and windows that stand beside a denied one."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from .asking import meanings, reading


@pytest.mark.parametrize(
    "text",
    [
        "why would I unsubscribe? 2", "who said i wanted to opt out? 2", "i never asked to unsubscribe, 2", "nobody said anything about unsubscribing, 2",
        "quién dijo que quiero darme de baja, la 2", "yo no pedí la baja, la 2", "nadie pidió la baja, la 2", "qui a dit que je voulais me désabonner, le 2",
        "quem disse que eu quero sair da lista? a 2", "我怎么会退订呢，2", "谁说要退订了，选2", "我什么时候说要退订了，选2", "kisne kaha message band karo, 2 theek hai",
        "siapa bilang saya mau berhenti langganan, pilih 2", "مين قال اني اريد ايقاف الرسائل، 2",
    ],
)  # fmt: skip
def test_who_disowns_an_opt_out_takes_their_window(text: str) -> None:
    found = reading(text)
    assert (found.slot, [one.kind for one in found.meanings if one.kind != "start"]) == (2, ["choose"])


@pytest.mark.parametrize(
    "text",
    [
        "si hubiera pagado no me escribirían", "si j'avais payé vous ne m'écririez pas", "se eu tivesse pago vocês não me mandariam mensagem",
        "had i paid you would not be writing to me", "ya sé que no me escriben por gusto, pago el viernes", "i know you dont text me for fun, ill pay friday",
    ],
)  # fmt: skip
def test_what_we_would_do_or_do_not_do_is_no_opt_out(text: str) -> None:
    assert not {"stop", "paid"} & set(meanings(text, "reminder"))


@pytest.mark.parametrize(
    "text",
    [
        "if you had any decency you would stop texting", "who said i want these stop", "i never asked stop texting me", "i never want to hear from you guys any more",
        "why would i want your texts unsubscribe me", "how would i unsubscribe from this", "when did i say you could text me stop", "why dont you unsubscribe me",
        "si hubiera un poco de respeto no me escribirían más", "cómo me doy de baja?", "por qué no me dan de baja", "kalau punya hati jangan sms saya lagi",
        "你们要是有点良心就别再发短信了", "لو عندكم ذوق لا ترسلوا لي", "se tivessem vergonha paravam de me mandar mensagem", "我怎么退订", "maine bola message band karo",
    ],
)  # fmt: skip
def test_an_opt_out_of_today_stays_one(text: str) -> None:
    assert "stop" in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text", ["dont stop texting me, ill pay friday", "no dejen de avisarme, pago el viernes"]
)  # fmt: skip
def test_a_promise_beside_a_denied_opt_out_is_kept(text: str) -> None:
    assert "promise" in meanings(text, "reminder")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("biwi ne mana kar diya", "unclear"), ("phone band kar diya", "unclear"), ("मैंने मना कर दिया", "unclear"), ("usne jawab de diya", "unclear"),
        ("kar diya", "paid"), ("upi se kar diya", "paid"), ("kal hi kar diya", "paid"), ("payment kar diya", "paid"), ("agent ko 2000 de diye", "paid"),
    ],
)  # fmt: skip
def test_a_light_verb_pays_only_where_nothing_else_is_done(text: str, wanted: str) -> None:
    assert meanings(text, "reminder") == [wanted]


@pytest.mark.parametrize(
    "text",
    ["ayer", "hp saya mati kemarin", "yesterday my phone died", "2 days ago", "昨天", "semana passada", "hier", "पिछले सोमवार", "مبارح تلفوني خرب"],
)  # fmt: skip
def test_a_past_day_promises_nothing(text: str) -> None:
    assert meanings(text, "reminder") == ["unclear"]


@pytest.mark.parametrize(
    "text",
    [
        "Tom passed in March, this is his brother", "Linda passed last year, this is her daughter", "Mrs Patel passed two weeks ago, this is her nephew",
        "my dad and his dog died in the fire", "小明三月份走了，我是他哥哥",
    ],
)  # fmt: skip
def test_a_death_that_a_relative_tells_is_found(text: str) -> None:
    assert meanings(text, "reminder") == ["deceased", "third_party"]


@pytest.mark.parametrize(
    "text",
    [
        "my dog passed away", "minha gata faleceu ontem", "हमारी बिल्ली मर गई", "قطتي توفت امس", "notre chat est mort hier", "Tom passed by, this is his brother",
        "Tom passed me the phone, this is his sister",
    ],
)  # fmt: skip
def test_an_animal_and_who_only_came_by_are_no_death(text: str) -> None:
    assert "deceased" not in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "dont stop texting me i need the reminders. 2", "não parem de mandar mensagem, escolho a 2", "别停发短信，我选2", "jangan berhenti sms ya, pilih 2", "message band mat karna, 2 theek hai",
        "لا توقفوا الرسائل، اخترت 2", "no dejen de mandarme mensajes, la 2", "n'arrêtez pas les messages, je prends le 2", "yo no pedí la baja, la 2",
    ],
)  # fmt: skip
def test_a_window_beside_a_denied_opt_out_is_plainly_chosen(text: str) -> None:
    found = reading(text)
    assert found.slot == 2
    assert all(one.confidence >= 0.9 for one in found.meanings if one.kind == "choose")


@pytest.mark.parametrize(
    "text", ["stop texting me. 2", "2 but no more texts", "la 2 y dejen de escribirme", "选2，别再发短信了"]
)
def test_a_window_beside_an_opt_out_that_is_made_stops(text: str) -> None:
    assert "stop" in meanings(text)
