"""What somebody from an identity provider is called here. Pure.

Names and addresses change hands at a provider, and some let people choose them. So a name never says who somebody is,
only their subject does; the name is what colleagues read in the trail.
"""

from __future__ import annotations

import hashlib

from ....store.accounts import may_be_name
from .role_map import Claims


def account_name(issuer: str, subject: str, claims: Claims) -> str:
    """Their user name, or an address that the provider has verified, or else one made of the subject."""
    asked: list[object] = [claims.get("preferred_username")]
    if claims.get("email_verified") is True:
        asked.append(claims.get("email"))
    for name in asked:
        if isinstance(name, str) and may_be_name(name.lower()):
            return name.lower()
    return made_name(issuer, subject)


def made_name(issuer: str, subject: str) -> str:
    """The same for the same person; nobody else's."""
    return f"sso-{hashlib.sha256(f'{issuer} {subject}'.encode()).hexdigest()[:12]}"
