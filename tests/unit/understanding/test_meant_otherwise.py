"""Money that somebody else got, and words of death, illness and opting out that are meant otherwise."""

from __future__ import annotations

import pytest

from .asking import meanings, reading


@pytest.mark.parametrize(
    "text",
    ["Paid the rent, nothing left", "i paid the hospital, no money now", "pagué el alquiler y no me queda nada",
     "paguei a luz e fiquei sem nada", "j'ai payé le loyer et il ne me reste rien", "交了房租，一分都没了",
     "kiraya de diya, kuch nahi bacha", "sudah bayar kontrakan, ga ada sisa", "دفعت الايجار وما بقي معي شي"],
)  # fmt: skip
def test_who_paid_somebody_else_and_has_nothing_left_is_hard_up(text: str) -> None:
    assert meanings(text, "reminder") == ["hardship"]


@pytest.mark.parametrize(
    "text",
    ["i pay my rent on friday", "el viernes pago el alquiler", "周五要交房租", "الجمعة لازم ادفع الايجار",
     "gave my code 1234 to the guy", "le di mi código 1234 al señor", "我把验证码1234给了那个人",
     "usko code 1234 de diya",
     "i will miss the payment on friday", "je vais oublier de payer"],
)  # fmt: skip
def test_a_bill_of_somebody_else_and_a_code_pay_nothing(text: str) -> None:
    assert not {"paid", "promise"} & set(meanings(text, "reminder"))


@pytest.mark.parametrize(
    "text",
    ["paid it on monday", "i paid you and my rent", "gave 500 to your man", "gave the guy 1500 last week",
     "all paid up, nothing left owing", "pagué todo, no me queda nada por pagar", "1500 de diya", "paid 10 mins ago",
     "payment done on the 20th, ref no will send"],
)  # fmt: skip
def test_what_was_paid_to_us_is_paid(text: str) -> None:
    assert meanings(text, "reminder") == ["paid"]


@pytest.mark.parametrize(
    "text",
    ["i will have paid by friday", "should be paid by friday", "el viernes lo habré pagado", "j'aurai payé vendredi",
     "friday tak pay kar diya hoga", "يوم الجمعة بكون دفعت"],
)  # fmt: skip
def test_what_will_have_been_paid_is_promised_for_its_day(text: str) -> None:
    found = reading(text, "reminder")
    assert [meaning.kind for meaning in found.meanings] == ["promise"]
    assert found.time is not None
    assert found.time.start.day == 27


@pytest.mark.parametrize(
    "text",
    ["why did the reminders stop", "did the reminders stop?", "por qué pararon los recordatorios", "为什么提醒停了",
     "pourquoi les rappels se sont arrêtés", "मैसेज क्यों बंद हो गए", "kok ga ada sms lagi", "ليش وقفت الرسائل"],
)  # fmt: skip
def test_why_the_texts_stopped_is_a_question(text: str) -> None:
    assert meanings(text, "reminder") in (["help"], ["unclear"])


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("why wont you stop texting me", "stop"), ("why are you still texting after i said stop", "stop"),
     ("可以不发了吗", "stop"), ("cara berhenti nerima wa gimana", "stop"), ("por qué siguen mandando, paren", "stop"),
     ("kenapa masih sms saya bilang stop", "stop"), ("ليش ترسلون وقف الرسائل", "stop"),
     ("resume the reminders please", "start"), ("i want the reminders again", "start")],
)  # fmt: skip
def test_an_opt_out_or_a_wish_in_a_question_is_still_heard(text: str, meaning: str) -> None:
    assert meanings(text, "reminder") == [meaning]


@pytest.mark.parametrize(
    "text",
    ["she is in heaven now", "ella está en el cielo ahora", "wo ab swarg mein hai", "dia sudah di surga sekarang",
     "هي في الجنة الان", "老公不在了", "my husband is gone, died in may"],
)  # fmt: skip
def test_a_death_in_other_words_is_one(text: str) -> None:
    assert meanings(text) == ["deceased", "third_party"]


@pytest.mark.parametrize(
    "text",
    ["老公不在了，离婚了", "我爸不在了，出门了", "my husband is gone, we divorced", "mon mari est parti, on a divorcé",
     "suami sudah tidak ada, cerai", "外公告别式25号，下周一下午再来",
     "grandads funeral is thursday, monday at 10 instead"],
)  # fmt: skip
def test_who_has_left_or_is_buried_on_another_day_brakes_nothing(text: str) -> None:
    assert "deceased" not in meanings(text)


@pytest.mark.parametrize(
    "text",
    ["are u people deaf. i said friday", "están sordos? dije viernes", "你们聋了吗？周五", "kalian tuli ya? jumat",
     "im dying to get this sorted"],
)  # fmt: skip
def test_an_illness_that_is_said_of_us_or_in_jest_is_none(text: str) -> None:
    assert "vulnerable" not in meanings(text)


@pytest.mark.parametrize(
    "text",
    ["im dying", "do you know i am deaf?", "ustedes saben que tengo cáncer", "¿sabe que tengo cáncer?",
     "you know my wife is blind", "你们知道我有癌症吗", "me estoy muriendo"],
)  # fmt: skip
def test_an_illness_of_their_own_that_we_are_told_stays(text: str) -> None:
    assert "vulnerable" in meanings(text)


@pytest.mark.parametrize(
    ("text", "asked", "meaning"),
    [("manda só um aviso por mês", "reminder", "unclear"), ("un seul sms par mois svp", "reminder", "unclear"),
     ("i broke my phone", "notice", "unclear"), ("je ne dois rien", "reminder", "dispute"),
     ("solo puedo 50 por semana", "reminder", "hardship"), ("el recibo lo pago el viernes", "reminder", "promise")],
)  # fmt: skip
def test_parts_debts_and_receipts_are_of_money(text: str, asked: str, meaning: str) -> None:
    assert meanings(text, asked) == [meaning]  # type: ignore[arg-type]
