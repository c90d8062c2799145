"""English as it is texted in Lagos, Manila, Nairobi, Leeds and Ohio: one sentence of each kind, and what it is not."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings


@pytest.mark.parametrize(
    ("asked", "wanted", "texts"),
    [
        ("reminder", "stop", ["no more!", "do one", "get off my phone", "switch these off pls", "tigilan nyo na ako", "huwag nyo na akong itext", "how do I get these to stop", "no sms pls"]),
        ("reminder", "start", ["never meant to opt out", "switch the messages back on", "add me back please"]),
        ("reminder", "deceased+third_party", ["I am his widow", "executor here", "She is gone", "the estate of Ann Poole, in probate", "popped his clogs at easter"]),
        ("reminder", "paid", ["i don settle am", "nabayaran ko na", "cheque is in the post", "Squared it on the 3rd", "did the transfer on tuesday"]),
        ("reminder", "hardship", ["nothing in the bank till god knows", "wala akong pera", "i no get money", "wages are late again", "my salary never came", "could we arrange a payment plan"]),
        ("reminder", "third_party", ["I'm only the guarantor", "my sister is overseas", "he moved out in june", "she doesn't stay with us", "my sister's phone"]),
        ("reminder", "wrong_number", ["This isn't Deborah", "it's not Kwame"]),
        ("reminder", "dispute", ["that's incorrect", "taken in my name by a thief"]),
        ("reminder", "unclear", ["my laptop died", "my phone is dead"]),
        ("notice", "decline", ["cancel it", "please call it off", "I am not agreeing to a visit", "kindly do not send anyone", "a visit is not needed", "you do not have permission to visit", "leave my home alone", "don't call round to my house"]),
        ("offer", "unclear", ["sunday was good", "give me 2"]),
        ("notice", "reschedule", ["can I have an earlier slot", "could we do it later"]),
        ("none", "verify", ["identify yourselves", "what agency is this"]),
    ],
)  # fmt: skip
def test_it_is_read_as_its_own_people_mean_it(asked: AskedKind, wanted: str, texts: list[str]) -> None:
    assert {text: sorted(meanings(text, asked)) for text in texts} == {
        text: sorted(wanted.split("+")) for text in texts
    }
