"""Packs for tests. `example` is another jurisdiction: no claim about any law."""

from __future__ import annotations

import re
from importlib.resources import files

from shared.policy import Pack
from shared.policy.pack import parse_pack

DEFAULT = (files("shared.policy") / "packs" / "default.toml").read_text(encoding="utf-8")
TITLE = """
name = "example"
version = "example@2026.11.0"
title = "A country that does not exist"
confirmed_by_a_lawyer = false
"""


def example(sections: str) -> Pack:
    """A pack that says only `sections`; everything else is the house's."""
    return parse_pack(TITLE + sections, "example.toml")


def with_contact(**leaves: str) -> Pack:
    """The default pack with some lists of `[contact]` replaced."""
    text = DEFAULT
    for name, value in leaves.items():
        text, count = re.subn(rf"(?ms)^{name} = \[.*?^\]", f"{name} = {value}", text)
        assert count == 1
    return parse_pack(text, "test.toml")
