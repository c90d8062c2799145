"""Claims of an ID token that is not to be believed: what goes over those of a sound one; None leaves one out."""

from __future__ import annotations

from typing import Any

CLIENT = "doorstep console"
WRONG_CLAIMS: list[dict[str, Any]] = [
    {"nonce": "another"},
    {"nonce": None},
    {"iss": "http://127.0.0.1:1"},
    {"iss": None},
    {"aud": ["another-client"]},
    {"aud": None},
    {"aud": [CLIENT, "another-client"]},
    {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    {"azp": "another-client"},
    {"exp": None},
    {"exp": 0},
    {"exp": "9999999999"},
    {"exp": 1e300},
    {"iat": None},
    {"iat": 9_999_999_999},
    {"nbf": 9_999_999_999},
    {"sub": None},
    {"sub": ""},
    {"sub": 7},
    {"sub": "a\nb"},
    {"sub": "x" * 300},
    {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
]
