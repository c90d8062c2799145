"""Packs for tests. `example` is another jurisdiction: no claim about any law."""

from __future__ import annotations

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
