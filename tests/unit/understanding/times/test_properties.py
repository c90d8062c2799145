"""Whatever is written: no exception, spans inside the text, ends after beginnings, digits of any script alike."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.understanding.times import mentions
from services.notifier.understanding.times.lexicon import index

from .said import AT, short

PHRASES = sorted(
    {" ".join((first, *rest[0])) for own in index().phrases.values() for first, some in own.items() for rest in some}
)
PIECES = st.one_of(
    st.sampled_from(PHRASES),
    st.integers(0, 2_100).map(str),
    st.integers(0, 10**12).map(str),
    st.sampled_from(
        ["5:30", "12/11", "31/2", "24:00", "25:61", "9:75", "31/12/9999", "1/1/0001", "99/99", "-", ",", ".", ":"]
    ),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=9).map(" ".join)
SENTENCES = st.sampled_from(
    ["friday after 6", "mañana a las 5", "11月5号下午3点", "le 5 à 14h30", "kal 10 baje", "tgl 15 jam 9"]
)
SCRIPTS = st.sampled_from(["٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "০১২৩৪৫৬৭৮৯"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_every_mention_lies_in_its_text_and_ends_after_it_begins(text: str) -> None:
    for mention in mentions(text, AT):
        assert 0 <= mention.start < mention.end <= len(text)
        for reading in mention.readings:
            if reading.start is not None and reading.end is not None:
                assert reading.start.tzinfo is AT.tzinfo
                assert reading.start < reading.end or "past" in reading.doubts


@settings(max_examples=20, deadline=None)
@given(SENTENCES, SCRIPTS)
def test_digits_of_every_script_say_the_same(text: str, digits: str) -> None:
    assert short(text.translate(str.maketrans("0123456789", digits))) == short(text)


@settings(max_examples=20, deadline=None)
@given(SENTENCES, st.sampled_from([str.upper, str.title, lambda text: f"ok, {text}!!", lambda text: f"  {text} 🙏"]))
def test_capitals_and_wrappings_change_nothing(text: str, wrapped: object) -> None:
    assert callable(wrapped)
    assert short(wrapped(text)) == short(text)
