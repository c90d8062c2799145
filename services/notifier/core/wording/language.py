"""What a language brings: its templates, and how it writes days, lists and missing names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.texts import TextKind


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """`days` from Monday, `months` from January, as short as people write them. `bank` stands for a missing name."""

    templates: Mapping[TextKind, str]
    days: tuple[str, ...]
    months: tuple[str, ...]
    both: str
    bank: str
    colleague: str
