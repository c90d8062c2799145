"""What no browser sends is refused before anything looks at it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.web.access.form import BadForm, fields

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@given(st.dictionaries(TEXT, TEXT, max_size=10))
def test_what_a_browser_sends_is_read(sent: dict[str, str]) -> None:
    assert fields(urlencode(sent).encode()) == sent


@pytest.mark.parametrize(
    "body",
    [b"a=%", b"a=%4", b"a=%zz", b"%=1", b"a=%00", b"a%00=1", b"a=\0", b"a=%ff", b"a=%c0%ae", b"a=%ed%a0%80", b"a=1&a=1",
     b"a=1&%61=2", b"&".join(b"f%d=1" % n for n in range(65))],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
def test_what_no_browser_sends_is_refused(body: bytes) -> None:
    with pytest.raises(BadForm):
        fields(body)


@given(st.binary(max_size=200))
def test_no_bytes_break_it(body: bytes) -> None:
    try:
        found = fields(body)
    except BadForm:
        found = {}
    assert all("\0" not in name + text for name, text in found.items())
