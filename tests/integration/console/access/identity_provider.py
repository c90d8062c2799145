"""A real OpenID provider on loopback, built on authlib. It does what a provider does, and on demand what one must not.

Somebody is signed in there already, so its authorization endpoint answers at once.
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import JWSRegistry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.console.web.access.form import fields

CLIENT = "doorstep console"
SECRET = "s3cret/with+signs%and:colons"
RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
EC_KEY = ECKey.generate_key("P-256", {"kid": "ec-1", "use": "sig"})
NEW_KEY = RSAKey.generate_key(2048, {"kid": "rsa-2", "use": "sig"})
Signs = RSAKey | ECKey | Callable[[bytes], bytes]
"""A key, or what signs where the library refuses to."""


@dataclass
class Faults:
    """What it does wrong, or otherwise. `claims` go over those of the token; None leaves one out."""

    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    alg: str = "RS256"
    key: Signs = field(default_factory=lambda: RSA_KEY)
    published: list[RSAKey | ECKey] = field(default_factory=lambda: [RSA_KEY, EC_KEY])
    document: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    keys_status: int = 200
    codes_work_again: bool = False


@dataclass
class _Client:
    back_at: str

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.back_at

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri == self.back_at

    def check_client_secret(self, secret: str) -> bool:
        return secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


@dataclass
class _Code:
    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class IdentityProvider(AuthorizationServer):  # type: ignore[misc]
    """`person` is who is signed in there. `asked` counts requests by path."""

    def __init__(self, issuer: str, back_at: str) -> None:
        super().__init__()
        self.issuer = issuer
        self.client = _Client(back_at)
        self.person: dict[str, Any] = {"sub": "subject-1", "preferred_username": "ines", "groups": ["desk"]}
        self.faults = Faults()
        self.codes: dict[str, _Code] = {}
        self.asked: dict[str, int] = {}
        self.sent: list[str] = []
        self.register_token_generator("default", BearerTokenGenerator(lambda *_, **__: "access-token"))
        self.register_grant(_grant(self), [CodeChallenge(required=True), _id_token(self)])
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._counted(self._document)),
                Route("/keys", self._counted(self._keys)),
                Route("/authorize", self._counted(self._authorize)),
                Route("/token", self._counted(self._token), methods=["POST"]),
                Route("/userinfo", self._counted(self._userinfo)),
            ]
        )

    def query_client(self, client_id: str) -> _Client | None:
        return self.client if client_id == CLIENT else None

    def save_token(self, token: object, request: object) -> None:
        """Nobody asks for it again."""

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: object, headers: list[tuple[str, str]]) -> Response:
        if isinstance(body, dict):
            self.sent += [body["id_token"]] if "id_token" in body else []
            return JSONResponse(body, status, dict(headers))
        return Response(str(body), status, dict(headers))

    def _counted(self, answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def counted(request: Request) -> Response:
            self.asked[request.url.path] = self.asked.get(request.url.path, 0) + 1
            found = await answer(request)
            assert isinstance(found, Response)
            return found

        return counted

    async def _document(self, _: Request) -> Response:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }
        return JSONResponse(found | self.faults.document)

    async def _keys(self, _: Request) -> Response:
        keys = KeySet(list(self.faults.published)).as_dict(private=False)
        return JSONResponse(keys if self.faults.keys_status == 200 else {"error": "down"}, self.faults.keys_status)

    async def _authorize(self, request: Request) -> Response:
        asked = _oauth2(request, dict(request.query_params))
        grant = self.get_consent_grant(asked, end_user=self.person)
        answer = self.create_authorization_response(grant.request, self.person, grant)
        assert isinstance(answer, Response)
        return answer

    async def _token(self, request: Request) -> Response:
        answer = self.create_token_response(_oauth2(request, fields(await request.body())))
        assert isinstance(answer, Response)
        return answer

    async def _userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer access-token"
        return JSONResponse({"sub": self.person["sub"], **self.faults.userinfo})


class _FormRequest(OAuth2Request):  # type: ignore[misc]
    @property
    def form(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.payload.data
        return found

    @property
    def args(self) -> Mapping[str, str]:
        return self.form


def _oauth2(request: Request, values: dict[str, str]) -> OAuth2Request:
    headers = {name.title(): value for name, value in request.headers.items()}
    made = _FormRequest(request.method, str(request.url), headers=headers)
    made.payload = BasicOAuth2Payload(values)
    return made


def _by_hand(header: dict[str, Any], claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signed = b".".join(parts)
    signature = urlsafe_b64encode(sign(signed)).rstrip(b"=")
    return b".".join([signed, signature]).decode()


def _grant(provider: IdentityProvider) -> type:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
            asked = request.payload.data
            provider.codes[code] = _Code(
                code, asked["redirect_uri"], asked["scope"], asked.get("nonce"), asked.get("code_challenge"),
                asked.get("code_challenge_method"),
            )  # fmt: skip

        def query_authorization_code(self, code: str, client: object) -> _Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, code: _Code) -> None:
            if not provider.faults.codes_work_again:
                provider.codes.pop(code.code, None)

        def authenticate_user(self, code: object) -> dict[str, Any]:
            return provider.person

    return Grant


def _id_token(provider: IdentityProvider) -> OpenIDCode:
    class Token(OpenIDCode):  # type: ignore[misc]
        def resolve_client_private_key(self, client: object) -> RSAKey:
            return RSA_KEY

        def get_client_claims(self, client: object) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": [CLIENT]}

        def exists_nonce(self, nonce: str, request: object) -> bool:
            return False

        def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
            return UserInfo(user)

        def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:
            """As the library makes it, then with the faults, signed again."""
            made = jwt.decode(super().encode_id_token(token, request), RSA_KEY)
            faults = provider.faults
            claims = {name: value for name, value in (made.claims | faults.claims).items() if value is not None}
            header = {"alg": faults.alg, "kid": getattr(faults.key, "kid", None), **faults.header}
            header = {name: value for name, value in header.items() if value is not None}
            if not isinstance(faults.key, RSAKey | ECKey):
                return _by_hand(header, claims, faults.key)
            registry = JWSRegistry(algorithms=[faults.alg], strict_check_header=False)
            return str(jwt.encode(header, claims, faults.key, registry=registry))

    return Token(require_nonce=True)
