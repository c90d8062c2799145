"""After signing in somebody goes to a page of ours, whatever the address says."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.web.access.next_page import next_page

HERE = "https://console.bank.example"


@pytest.mark.parametrize(
    "asked", ["/cases", "/cases?find=a%20b&x=//y", "/case/c-1?all=1", "/tail?t=a&url=https://x.example/p"]
)
def test_a_page_of_ours_is_kept_with_its_query(asked: str) -> None:
    assert next_page(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        None, "", "cases", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example",
        "/\n//evil.example", "/%09/evil.example/..//", "/%2f/evil.example", "/%5cevil.example/..//x",
        "/.//evil.example",
        "/..//evil.example", "/x//evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)",
        "data:text/html,x", " /cases", "/cases\0", "/cases\r\nset-cookie: a=b", "/ca ses", "/ｅvil", "@evil.example",
        "/sign-in", "/sign-in?next=/sign-in", "/sign-out", "/oidc/callback?code=x", "/first/abc", "/" + "x" * 3_000,
    ],
)  # fmt: skip
def test_anything_else_is_the_first_page(asked: str | None) -> None:
    """Among them oauth2_proxy 478 (`//`) and its advisories GHSA-j7px-6hwj-hpjg, GHSA-5m6c-jp6f-2vcv (white space)."""
    assert next_page(asked) == "/"


@given(st.text("/\\.%259cf:@?#\t\n evil", max_size=30))
def test_no_text_leads_to_another_host(asked: str) -> None:
    found = next_page(asked)
    read_as = found.replace("\\", "/").replace("\t", "").replace("\n", "")
    assert urlsplit(urljoin(HERE + "/sign-in", read_as)).netloc == "console.bank.example"
