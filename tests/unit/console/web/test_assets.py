"""Files under the hash of what they hold, and templates that keep the policy."""

from __future__ import annotations

import re

import pytest

from services.console.web.assets import Assets, own_files
from services.console.web.page import TEMPLATES

SCRIPTS_MAX_BYTES = 300_000


def test_an_address_changes_with_what_it_leads_to() -> None:
    one, other = Assets({"a.css": b"a"}), Assets({"a.css": b"b"})
    assert re.fullmatch(r"/assets/a-[0-9a-f]{12}\.css", one.url("a.css"))
    assert one.url("a.css") != other.url("a.css")


def test_a_module_names_its_neighbour_by_its_hash() -> None:
    assets = Assets({"a.js": b'import { x } from "./b.js";', "b.js": b"export const x = 1;"})
    changed = Assets({"a.js": b'import { x } from "./b.js";', "b.js": b"export const x = 2;"})
    assert assets.url("a.js") != changed.url("a.js")


def test_a_name_that_is_none_is_an_error_when_the_page_is_made() -> None:
    with pytest.raises(KeyError):
        Assets({}).url("nix.js")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.name))
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path: object) -> None:
    text = re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL)  # type: ignore[attr-defined]
    assert not re.findall(r"\s(?:style|on[a-z]+)\s*=", text)
    assert not re.findall(r"<style|<script(?![^>]*\ssrc=)", text)
    assert not re.findall(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", text)
    assert "|safe" not in text


def test_our_own_scripts_are_small() -> None:
    ours = [len(body) for name, body in own_files() if name.endswith(".js")]
    assert 0 < sum(ours) < SCRIPTS_MAX_BYTES // 4
