"""The settings by which texts are sent, each on its own, and whether Twilio takes them. Nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from deploy.local.folder import Folder, named_root
from deploy.local.supervisor import supervisor_of
from shared.runtime.settings import Settings, SettingsError, load, setting

from .finding import Diagnosis, bad, good, note
from .safe_url import safe_url

WAIT_S = 8
STAND_IN = {
    "DATABASE_URL": "postgresql://x/x", "DATABASE_URL_FILE": "", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
    "KAFKA_BOOTSTRAP_SERVERS_FILE": "", "DOORSTEP_MASTER_KEY_FILE": __file__, "DOORSTEP_WEBHOOK_PORT": "1",
}  # fmt: skip
OURS = ("TWILIO_", "DOORSTEP_PUBLIC_URL")
WORLDS = ("sandbox", "demo")
"""Places of `deploy.local.folder` where texts go to nobody."""
REAL = "For texts to real phones, ./doorstep up wants its settings: see docs/operations.md."
ACCOUNT, TOKEN = "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"
API = "https://api.twilio.com"


async def twilio(env: Mapping[str, str], model: type[Settings]) -> list[Diagnosis]:
    """`model` is that of the service which sends the texts. A sandbox that runs here needs no account."""
    if not any(env.get(name) for name in env if name.startswith("TWILIO_")):
        running = next((name for name in WORLDS if supervisor_of(Folder(named_root(env) / name)) is not None), None)
        if running is not None:
            return [note("Twilio", f"no account is set; `{running}`, which runs, has a carrier of its own", REAL)]
        return [
            bad(
                "Twilio", "no account is set",
                "Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN_FILE, TWILIO_FROM, DOORSTEP_PUBLIC_URL and"
                " DOORSTEP_WEBHOOK_PORT (./doorstep demo needs none of them).",
            )
        ]  # fmt: skip
    ours = {name: value for name, value in env.items() if name.startswith(OURS)}
    wrong: list[str] = []
    try:
        load(model, {**ours, **STAND_IN})
    except SettingsError as error:
        wrong = str(error).splitlines()
    found = [bad("Twilio", line, "") for line in wrong]
    if not _said(env, "DOORSTEP_WEBHOOK_PORT"):
        found.append(bad("port", "DOORSTEP_WEBHOOK_PORT is missing", "Give the TCP port that serves replies."))
    if not any(line.startswith("DOORSTEP_PUBLIC_URL") for line in wrong):
        found.append(_public(_said(env, "DOORSTEP_PUBLIC_URL") or ""))
    if not any(line.startswith((ACCOUNT, TOKEN, "TWILIO_API_URL")) for line in wrong):
        found.append(await _account(env))
    return found


def _said(env: Mapping[str, str], name: str) -> str | None:
    """Nothing where it can't be read: the settings say that."""
    try:
        return setting(env, name)
    except SettingsError:
        return None


def _public(url: str) -> Diagnosis:
    if url.startswith("http://"):
        return note("public URL", f"{safe_url(url)} is this machine", "Twilio can't call it; a sandbox can.")
    return good("public URL", safe_url(url))


async def _account(env: Mapping[str, str]) -> Diagnosis:
    api, sid, token = setting(env, "TWILIO_API_URL") or API, setting(env, ACCOUNT), setting(env, TOKEN)
    try:
        async with httpx.AsyncClient(timeout=WAIT_S) as client:
            answer = await client.get(f"{api}/2010-04-01/Accounts/{sid}.json", auth=(sid or "", token or ""))
        status = str(answer.json().get("status", "unknown")) if answer.status_code == 200 else ""
    except httpx.HTTPError as error:
        return bad(
            "Twilio", f"{safe_url(api)} can't be reached ({type(error).__name__})", "Check the network and proxies."
        )
    except (ValueError, AttributeError, httpx.InvalidURL):
        return bad("Twilio", f"{safe_url(api)} does not answer as Twilio does", "Check TWILIO_API_URL and proxies.")
    if answer.status_code != 200:
        return bad("Twilio", f"answers {answer.status_code} to these credentials", "Check account SID and token.")
    if status != "active":
        known = status if status in ("suspended", "closed") else "not active"
        return bad("Twilio", f"the account is {known}", "See Twilio's console.")
    return good("Twilio", "takes these credentials")
