"""How texts are named in the record, which holds none."""

from __future__ import annotations

import hashlib


def sha256(text: str) -> str:
    """Hex digest of the UTF-8 text, as the product keeps it of what it posts."""
    return hashlib.sha256(text.encode()).hexdigest()
