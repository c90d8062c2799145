"""To the identity provider and back.

Leaving is a POST, because it writes down what must come back. Its answer is a page that goes on by itself, and no
redirect: the content security policy lets forms lead nowhere but here. Coming back is a GET, as the protocol has it; it
does nothing without the cookie and the state of who left, and nothing a second time.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.runtime.logs import logger
from shared.runtime.ports import Unavailable

from ....store.accounts import Account, AccountDisabled, NameTaken
from ....store.journeys import JOURNEY_FOR, Journey
from ....store.tokens import is_token, new_token
from ..answers import again, come_in, page
from ..cookies import end_cookie, read_cookie, set_cookie
from ..form import read_form
from ..next_page import next_page
from ..parts import AccessParts, Federation, access_of
from ..required import ANYTHING, open_to_all
from ..watched import note_failed
from .documents import ProviderAway
from .id_token import TokenRefused
from .names import account_name, made_name
from .role_map import Claims

log = logger("console")

NOT_CONFIGURED = "There is no identity provider here."
STALE = "That sign-in took too long, was made in another browser, or was used already. Start again here."
AWAY = "The identity provider does not answer as it should. Try again in a moment."
REFUSED = "The identity provider did not let you in."
NOT_BELIEVED = "What the identity provider sent could not be believed. Whoever runs the console finds why in its log."
NO_ROLE = "The identity provider knows you, and gives you no role here. Ask whoever looks after your groups."
DISABLED = "Your account here is disabled. Ask a supervisor."
CODE_LENGTH_MAX = 4_096


@open_to_all("it only leads to the identity provider, which asks who somebody is")
async def _leave(request: Request) -> Response:
    access, form = access_of(request), await read_form(request)
    federation = access.federation
    if federation is None:
        return await again(request, NOT_CONFIGURED, 404)
    after, now = next_page(form.get("next")), access.clock.now()
    state, browser, verifier, nonce = new_token(), new_token(), secrets.token_urlsafe(48), new_token()
    try:
        to = await federation.provider.leave_for(federation.back_at, state, nonce, verifier, now)
        await access.journeys.begin(state, browser, Journey(nonce, verifier, after), now)
    except ProviderAway as away:
        log.warning("identity-provider-away", reason=away.why)
        return await again(request, AWAY, 503, after)
    answer = page(request, "access/leave.html", to=to, label=federation.label)
    answer.headers.append(*set_cookie(access.cookies.journey(state), browser, int(JOURNEY_FOR.total_seconds())))
    return answer


@open_to_all("it lets in whom the identity provider vouches for, once, in the browser that left for it", asks=ANYTHING)
async def _back(request: Request) -> Response:
    """What the provider adds and nobody here knows is passed over, as the protocol has it (RFC 6749, 4.1.2)."""
    access, asked = access_of(request), request.query_params
    federation = access.federation
    if federation is None:
        return await again(request, NOT_CONFIGURED, 404)
    state, now = asked.get("state", ""), access.clock.now()
    if not is_token(state) or len(asked.getlist("state")) != 1 or len(asked.getlist("code")) > 1:
        return await again(request, STALE, 400)
    name = access.cookies.journey(state)
    browser = read_cookie(request.headers.getlist("cookie"), name)
    journey = await access.journeys.end(state, browser or "", now)
    if journey is None:
        return await again(request, STALE, 400)
    answer = await _arrived(request, access, federation, journey)
    answer.headers.append(*end_cookie(name))
    return answer


async def _arrived(request: Request, access: AccessParts, federation: Federation, journey: Journey) -> Response:
    asked, now = request.query_params, access.clock.now()
    code = asked.get("code", "")
    # RFC 9207: an answer that names its maker names the one that was asked.
    if asked.get("iss", federation.provider.issuer) != federation.provider.issuer:
        return await again(request, NOT_BELIEVED, 400, journey.next)
    if "error" in asked or not 0 < len(code) <= CODE_LENGTH_MAX:
        return await again(request, REFUSED, 403, journey.next)
    try:
        vouched = await federation.provider.claims_for(code, federation.back_at, journey.nonce, journey.verifier, now)
        claims = vouched.claims
        if not federation.roles.told(claims):
            claims = await federation.provider.more_of(vouched, now)
        account = await _account(access, federation, claims)
    except ProviderAway as away:
        log.warning("identity-provider-away", reason=away.why)
        return await again(request, AWAY, 503, journey.next)
    except TokenRefused as refused:
        await note_failed(access, None)
        log.warning("identity-token-refused", reason=refused.why)
        return await again(request, NOT_BELIEVED, 400, journey.next)
    except AccountDisabled:
        await note_failed(access, None)
        return await again(request, DISABLED, 403, journey.next)
    if account is None:
        await note_failed(access, None)
        return await again(request, NO_ROLE, 403, journey.next)
    return await come_in(request, account.id, "provider", journey.next)


async def _account(access: AccessParts, federation: Federation, claims: Claims) -> Account | None:
    """Made or brought up to date. None: no role. Who lost their last role keeps none here either."""
    issuer, subject, now = federation.provider.issuer, str(claims["sub"]), access.clock.now()
    roles = federation.roles.of_claims(claims)
    if not roles:
        await access.accounts.without_roles(issuer, subject)
        return None
    try:
        return await access.accounts.vouched_for(issuer, subject, account_name(issuer, subject, claims), roles, now)
    except NameTaken:
        # By a local account, or by somebody else at the provider: nobody becomes them by being called like them.
        try:
            return await access.accounts.vouched_for(issuer, subject, made_name(issuer, subject), roles, now)
        except NameTaken:
            raise Unavailable("account name") from None


ROUTES = [
    Route("/oidc/leave", _leave, methods=["POST"]),
    Route("/oidc/callback", _back, methods=["GET"]),
]
