"""Secrets that are handed out once: 256 random bits in a link or a cookie. We keep their hash."""

from __future__ import annotations

import hashlib
import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """Plain SHA-256: nobody guesses 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).digest()


def is_token(text: str) -> bool:
    """Whether it could be one of ours; nothing else is looked up."""
    return TOKEN.fullmatch(text) is not None
