"""An identity provider: where it is, which keys it signs with, and what it says for a code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import KeySet

from .documents import ProviderAway, basic, client, endpoint, fetched
from .id_token import Expected, TokenRefused, UnknownKey, checked, key_set

SCOPE = "openid profile email"
KEPT_FOR = timedelta(hours=1)
KEYS_AGAIN_AFTER = timedelta(seconds=30)
"""Keys are not fetched more often for keys that are not known: else anybody makes us ask by inventing them."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the ID token says, checked, and the token with which more may be asked."""

    claims: dict[str, Any]
    access_token: str | None


class Provider:
    """Its documents are fetched when they are needed first. Those of an hour ago go on counting while it is away."""

    def __init__(self, issuer: str, client_id: str, secret: Callable[[], str] | None) -> None:
        self.issuer = issuer
        self._client_id, self._secret = client_id, secret
        self._http = client()
        self._lock = asyncio.Lock()
        self._document: dict[str, Any] | None = None
        self._found_at: datetime | None = None
        self._keys: KeySet | None = None
        self._keys_at: datetime | None = None

    async def close(self) -> None:
        await self._http.aclose()

    async def leave_for(self, back_at: str, state: str, nonce: str, verifier: str, now: datetime) -> str:
        """The address that the browser goes to. Raises `ProviderAway`."""
        document = await self._discovered(now)
        return str(
            prepare_grant_uri(
                endpoint(document, "authorization_endpoint", self.issuer), self._client_id, "code", back_at, SCOPE,
                state, nonce=nonce, code_challenge=create_s256_code_challenge(verifier), code_challenge_method="S256",
            )
        )  # fmt: skip

    async def claims_for(self, code: str, back_at: str, nonce: str, verifier: str, now: datetime) -> Vouched:
        """Whom the provider vouches for, for a code that it gave.

        Raises `ProviderAway`, `TokenRefused`.
        """
        document = await self._discovered(now)
        answer = await self._exchanged(document, code, back_at, verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise TokenRefused("no-id-token")
        access = answer.get("access_token")
        access = access if isinstance(access, str) else None
        expected = Expected(self.issuer, self._client_id, nonce, access)
        keys = await self._known_keys(document, now)
        try:
            claims = checked(token, keys, expected, now)
        except UnknownKey:
            claims = checked(token, await self._newer_keys(document, now), expected, now)
        return Vouched(claims, access)

    async def more_of(self, vouched: Vouched, now: datetime) -> dict[str, Any]:
        """The claims with those of the userinfo endpoint, where some providers put groups; nothing of the ID token is
        replaced. Raises `ProviderAway`, `TokenRefused`."""
        document, claims = await self._discovered(now), vouched.claims
        if "userinfo_endpoint" not in document or vouched.access_token is None:
            return claims
        url = endpoint(document, "userinfo_endpoint", self.issuer)
        status, told = await fetched(self._http, "GET", url, bearer=vouched.access_token)
        if status != 200:
            raise ProviderAway(f"userinfo-{status}")
        if told.get("sub") != claims["sub"]:
            raise TokenRefused("userinfo-sub")
        return told | claims

    async def _exchanged(self, document: dict[str, Any], code: str, back_at: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back_at, "code_verifier": verifier,
        }  # fmt: skip
        methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        auth = None
        if self._secret is None:
            form["client_id"] = self._client_id
        elif "client_secret_basic" in methods:
            auth = basic(self._client_id, self._secret())
        else:
            form |= {"client_id": self._client_id, "client_secret": self._secret()}
        url = endpoint(document, "token_endpoint", self.issuer)
        status, answer = await fetched(self._http, "POST", url, form=form, auth=auth)
        if status != 200:
            raise TokenRefused("code")
        return answer

    async def _discovered(self, now: datetime) -> dict[str, Any]:
        async with self._lock:
            if self._document is not None and self._found_at is not None and now - self._found_at < KEPT_FOR:
                return self._document
            try:
                url = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
                status, found = await fetched(self._http, "GET", url)
                if status != 200:
                    raise ProviderAway(f"discovery-{status}")
                # Else any document would do, such as that of another tenant.
                if found.get("issuer") != self.issuer:
                    raise ProviderAway("another-issuer")
            except ProviderAway:
                if self._document is None:
                    raise
                return self._document
            self._document, self._found_at = found, now
            return found

    async def _known_keys(self, document: dict[str, Any], now: datetime) -> KeySet:
        async with self._lock:
            if self._keys is None or self._keys_at is None or now - self._keys_at >= KEPT_FOR:
                try:
                    await self._fetch_keys(document, now)
                except ProviderAway:
                    if self._keys is None:
                        raise
            assert self._keys is not None
            return self._keys

    async def _newer_keys(self, document: dict[str, Any], now: datetime) -> KeySet:
        async with self._lock:
            if self._keys_at is None or now - self._keys_at >= KEYS_AGAIN_AFTER:
                await self._fetch_keys(document, now)
            assert self._keys is not None
            return self._keys

    async def _fetch_keys(self, document: dict[str, Any], now: datetime) -> None:
        status, found = await fetched(self._http, "GET", endpoint(document, "jwks_uri", self.issuer))
        if status != 200:
            raise ProviderAway(f"keys-{status}")
        self._keys, self._keys_at = key_set(found), now
