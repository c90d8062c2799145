"""What a grammar of the generator is: name → lines, in which `{name}` stands for any line of `name`."""

from __future__ import annotations

from collections.abc import Mapping

Grammar = Mapping[str, tuple[str, ...]]
