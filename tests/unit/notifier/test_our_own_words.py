"""Our own words are not the borrower's, however they are quoted: every form, language and text."""

# ruff: noqa: E501 (lists of words read best side by side)
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import get_args

import pytest

from services.notifier.core.state import Held, Texting
from services.notifier.core.wording import LANGUAGES, Params, render
from services.notifier.hearing.copies import copies
from services.notifier.hearing.letters import plain
from services.notifier.hearing.templates import WORD, calendar
from shared.contracts.texts import ClosedTime, TextKind, Wording
from tests.apart import share

from .events import NOW, overdue, question, replies, slots, window
from .given import delivered, given
from .heard import read

WORDING = Wording(slots=slots(), window=window(), check_code="482913")
PARAMS = Params(WORDING, "Magna Olmo", ["Ana Reis", "Rui O'Neil"], 30)
TEXTS = [
    *((kind, spoken.tag, render(kind, spoken, PARAMS)) for kind, spoken in product(get_args(TextKind), LANGUAGES.values())),
    *(("offer", spoken.tag, render("offer", spoken, replace(PARAMS, wording=WORDING.model_copy(update={"closed": why}))))
      for why, spoken in product(get_args(ClosedTime), LANGUAGES.values())),
    *(("agreed", spoken.tag,
       render("agreed", spoken, replace(PARAMS, wording=WORDING.model_copy(update={"names_on": date(2026, 11, 27)}))))
      for spoken in LANGUAGES.values()),
]  # fmt: skip
# %s is our text, %c the same cut short.
FORMS = [
    "%s", "“%s”", "„%s“", "”%s”", "‘%s’", "«%s»", "« %s »", "‹%s›", "「%s」", "『%s』", '"%s"', "'%s'", "> %s", ">%s",
    "Fwd: %s", "FW: %s", "Re: %s", "Loved “%s”", "Liked “%s”", "Disliked “%s”", "Laughed at “%s”", "Emphasized “%s”",
    "Emphasised “%s”", "Questioned “%s”", "Removed a heart from “%s”", "Reacted 👍 to “%s”", "👍 to “%s”",
    "\u200a\u200b👍\u200b to \u201c%s\u201d", "❤️ to “%s”", 'Liked "%s"', "Liked: %s", "Le encantó “%s”", "Le gustó «%s»",
    "Reaccionó con 👍 a “%s”", "Adorou “%s”", "Gostou de “%s”", "Reagiu com 👍 a “%s”", "A adoré « %s »", "喜欢了“%s”",
    "对“%s”表示喜欢", "喜歡「%s」", "Menyukai “%s”", "%c", "%c…", "“%c…”", "„%c...“", "Loved “%c…”", "> %c", "Liked “%c",
]  # fmt: skip
CUTS = (100, 153, 160)
SHARES = 5
STANDS = {"unknown"}


def quotes(form: str, body: str) -> set[str]:
    if "%c" in form:
        return {form.replace("%c", body[:cut]) for cut in CUTS if cut < len(body)}
    lines = body.replace("\n", "\n> ") if form.startswith(">") else body
    return {form.replace("%s", lines)}


def texts_for(form: str) -> list[tuple[TextKind, str, str]]:
    """A share of all texts, another for each form: every form meets every language and every kind, and all texts come."""
    return TEXTS[FORMS.index(form) % SHARES :: SHARES]


def is_whole(words: str, body: str) -> bool:
    """Cut short right before its STOP, and a STOP written behind it: nobody can tell that from our text."""
    return WORD.findall(words)[-10:] == WORD.findall(body)[-10:]


def kinds(words: str) -> set[str]:
    return {meaning.kind for meaning in read(words, (question("offer"),), NOW).meanings}


def test_the_shares_hold_every_text_and_each_has_every_language_and_kind() -> None:
    shares = [texts_for(form) for form in FORMS]
    assert {text for share in shares for text in share} == set(TEXTS)
    assert all({tag for _, tag, _ in share} == set(LANGUAGES) for share in shares)
    assert all({kind for kind, _, _ in share} == set(get_args(TextKind)) for share in shares)


@pytest.mark.parametrize("form", FORMS)
def test_a_quoted_text_of_ours_means_nothing_by_itself(form: str) -> None:
    said = {(kind, spoken): kinds(words) for kind, spoken, body in texts_for(form) for words in quotes(form, body)}
    assert {place: meant for place, meant in said.items() if meant != STANDS} == {}


@pytest.mark.parametrize(("form", "own"), share(product(FORMS, ["%s STOP", "%s\n\nSTOP", "Stop\n%s"]), every=4))
def test_a_stop_of_their_own_beside_it_is_one(form: str, own: str) -> None:
    missed = [
        (kind, spoken)
        for kind, spoken, body in texts_for(form)
        for words in quotes(form, body)
        if kinds(own.replace("%s", words)) != {"opt-out"} and not is_whole(own.replace("%s", words), body)
    ]
    assert not missed


@pytest.mark.parametrize("form", ["“%s”", "> %s", "%s", "„%s“", "「%s」"])
def test_an_answer_below_or_above_what_it_answers_is_read(form: str) -> None:
    """But where a text begins with a name, nobody can tell the name from an answer: a person reads that."""
    bodies = [body for _, _, body in TEXTS if not body.startswith("Magna")]
    for body in bodies:
        (quote,) = quotes(form, body)
        for words in (f"{quote}\n\n2", f"2\n\n{quote}"):
            assert [meaning.digit for meaning in read(words, (question("offer"),), NOW).meanings] == [2], words


def test_an_offer_that_was_cut_within_its_list_chooses_nothing() -> None:
    for spoken in LANGUAGES.values():
        body = render("offer", spoken, PARAMS)
        for cut in range(60, len(body), 2):
            words = ("%s", "“%s…”", "Liked “%s”")[cut % 3].replace("%s", body[:cut])
            assert kinds(words) == STANDS, words


@pytest.mark.parametrize(
    "words", ["no more texts, stop", "No more texts", "trouble paying", "another time", "i get no more texts"]
)
def test_a_few_of_our_words_may_be_the_borrowers(words: str) -> None:
    assert kinds(words) & {"opt-out", "hardship", "other-time"}


@pytest.mark.parametrize(
    "words",
    [
        "不想再收短信", "不想再收短信了请停止", "付款有困难，每期少付一些行吗", "换个时间请回复我", "您哪个时间方便？", "谈谈您的账户",
        "不想再收訊息", "請您安排付款", "भुगतान में कठिनाई", "संदेश नहीं चाहिए", "दूसरा समय चाहिए", "لوقف الرسائل", "الدفع صعب جدا",
        "أرسلوا موعدا آخر", "du mal à payer", "plus aucun SMS", "sulit membayar", "waktu lain saja",
    ],
)  # fmt: skip
def test_words_that_ours_are_like_are_the_borrowers(words: str) -> None:
    assert copies(plain(words)) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("1\n\nSent from my iPhone", "slot"),
        ("1 - Sent from Outlook for Android", "slot"),
        ("Stop\nEnviado desde mi iPhone", "opt-out"),
        ("Sent from my iPhone", "unknown"),
    ],
)
def test_a_signature_of_the_phone_says_nothing(words: str, kind: str) -> None:
    assert kinds(words) == {kind}


def test_words_before_a_copy_that_our_text_does_not_have_there_are_the_borrowers() -> None:
    words = "stop will you talk about your account. Ask them for code"
    (span,) = copies(words.lower())
    assert words[slice(*span)] == "talk about your account. Ask them for code"
    assert kinds(words) == {"opt-out"}


@pytest.mark.parametrize("form", ["„%s“", "‘%s’", "«%s»", "Liked “%s”"])
def test_a_quotation_and_no_word_more_is_nobodys_answer(form: str) -> None:
    authors = {read(form.replace("%s", body), (), NOW).author for _, _, body in TEXTS}
    assert authors == {"nobody"}


@pytest.mark.parametrize("words", ["Loved an image", "Liked “See you on Monday”", "👍 to “ok”", "Le gustó una foto"])
def test_a_reaction_to_anything_is_nobodys_answer(words: str) -> None:
    assert read(words, (), NOW).author == "nobody"


def test_a_reaction_is_no_answer_and_is_not_answered() -> None:
    life = given(overdue(dpd=20), delivered("reminder-firm"))
    body = render("reminder-firm", LANGUAGES["en"], PARAMS)
    life.when(replies(f"Liked “{body}”")).then("only-a-reaction", Texting)
    assert life.text("reminder-firm").asks
    assert not life.kept
    assert not any(text.waits for text in life.texts)


def test_a_reaction_and_a_stop_stop() -> None:
    body = render("reminder-firm", LANGUAGES["en"], PARAMS)
    life = given(overdue(dpd=20), delivered("reminder-firm")).when(replies(f"„{body}“ Stop"))
    life.then("opted-out", Held)
    assert life.at - NOW < timedelta(days=8)


def test_days_and_months_of_our_texts_are_known_in_every_language() -> None:
    assert {"mon", "mie", "sab", "fev"} <= calendar()


@pytest.mark.parametrize(
    "words",
    [
        "please don't visit on that day", "no visits at that hour please", "at that hour we are at work", "on that day we are away", "we have visitors on that day",
        "a esa hora no estamos en casa", "ese día no recibimos visitas", "no vengan a esa hora", "a essa hora não estamos em casa", "nesse dia não fazemos nada", "não venham a essa hora",
        "ne venez pas à cette heure-là", "pas de visite à cette heure-là", "ne venez pas ce jour-là, merci", "उस समय हम घर नहीं होते", "उस दिन हमारी शादी है", "उस समय मत आइए",
        "pada jam itu kami tidak di rumah", "jam itu kami di luar rumah", "hari itu di luar kota", "jangan datang pada hari itu", "لا تأتوا في تلك الساعة", "لا تأتوا في ذلك اليوم من فضلكم",
        "那个时段我们不在家", "那天我们不方便", "那個時段我們不在家", "那天我們不方便，請不要登門",
    ],
)  # fmt: skip
def test_who_says_nearly_what_we_say_of_a_closed_time_is_heard(words: str) -> None:
    assert copies(plain(words)) == []
