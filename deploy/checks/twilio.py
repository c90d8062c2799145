"""The settings by which texts are sent, and whether Twilio takes them. Nothing is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import httpx

from .finding import Finding, bad, good, note

WAIT_S = 8


async def twilio(env: Mapping[str, str]) -> list[Finding]:
    sid, number = env.get("TWILIO_ACCOUNT_SID", ""), env.get("TWILIO_FROM", "")
    token, lack = _token(env)
    if not (sid or number or token):
        return [
            bad(
                "Twilio", "no account is set",
                "Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN_FILE, TWILIO_FROM, DOORSTEP_PUBLIC_URL and"
                " DOORSTEP_WEBHOOK_PORT (./doorstep demo needs none of them).",
            )
        ]  # fmt: skip
    found = []
    if not re.fullmatch(r"AC[0-9a-f]{32}", sid):
        found.append(bad("Twilio account", "TWILIO_ACCOUNT_SID is not usable", "It is AC and 32 hexadecimal digits."))
    if not token:
        found.append(bad("Twilio token", lack, "Put it into a file that only you can read: TWILIO_AUTH_TOKEN_FILE."))
    if not re.fullmatch(r"\+[1-9]\d{6,14}", number):
        found.append(bad("Twilio number", "TWILIO_FROM is not usable", "Give your number as +351910000000."))
    found += [_public(env.get("DOORSTEP_PUBLIC_URL", "")), _webhook(env.get("DOORSTEP_WEBHOOK_PORT", ""))]
    if all(finding.grade == "good" for finding in found):
        found.append(await _account(env.get("TWILIO_API_URL") or "https://api.twilio.com", sid, token))
    return found


def _token(env: Mapping[str, str]) -> tuple[str, str]:
    """The token, or why there is none."""
    if env.get("TWILIO_AUTH_TOKEN_FILE"):
        try:
            return Path(env["TWILIO_AUTH_TOKEN_FILE"]).read_text(encoding="utf-8").strip(), "its file is empty"
        except OSError as error:
            return "", f"TWILIO_AUTH_TOKEN_FILE can't be read ({error.strerror})"
    return env.get("TWILIO_AUTH_TOKEN", ""), "TWILIO_AUTH_TOKEN_FILE is missing"


def _public(url: str) -> Finding:
    if not url:
        return bad("public URL", "DOORSTEP_PUBLIC_URL is missing", "Give the address at which Twilio reaches us.")
    if not url.startswith("https://"):
        return note("public URL", f"{url} is not https", "Replies would travel readable for everybody on the way.")
    return good("public URL", url)


def _webhook(port: str) -> Finding:
    if not port.isdigit() or not 0 < int(port) < 65536:
        return bad("webhook port", "DOORSTEP_WEBHOOK_PORT is not usable", "Give the TCP port that serves replies.")
    return good("webhook port", port)


async def _account(api: str, sid: str, token: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=WAIT_S) as client:
            answer = await client.get(f"{api}/2010-04-01/Accounts/{sid}.json", auth=(sid, token))
    except httpx.HTTPError as error:
        return bad("Twilio", f"{api} can't be reached ({type(error).__name__})", "Check the network and proxies.")
    if answer.status_code != 200:
        return bad("Twilio", f"answers {answer.status_code} to these credentials", "Check account SID and token.")
    status = answer.json().get("status", "unknown")
    if status != "active":
        return bad("Twilio", f"the account is {status}", "See Twilio's console.")
    return good("Twilio", "takes these credentials")
