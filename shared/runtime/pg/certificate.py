"""Why libpq does not take a server's certificate: it says no more than that the check failed.

So the server is asked for TLS once more, and Python's library says which check it was.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct

import psycopg
from psycopg.conninfo import conninfo_to_dict

from shared.runtime.refusal import Hindrance

from .refusals import UNKNOWN_AUTHORITY, hindrance

ANSWER_S = 5.0
ASK_FOR_TLS = struct.pack("!ii", 8, 80877103)
EXPIRED = 10
"""X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL."""


async def closer(error: psycopg.Error, url: str) -> Hindrance | None:
    """As `hindrance`, and where a certificate was not taken, whether it is its age. That passes: others renew it."""
    found = hindrance(error)
    if found is not None and found.what == UNKNOWN_AUTHORITY and await asyncio.to_thread(_has_expired, url):
        return Hindrance(
            "The server's certificate has expired.",
            "Whoever runs PostgreSQL renews it (or this machine's clock is wrong); we go on by ourselves then.",
            passes=True,
        )
    return found


def _has_expired(url: str) -> bool:
    known = conninfo_to_dict(url)
    host, port = (str(known.get(name) or other).partition(",")[0] for name, other in (("host", ""), ("port", "5432")))
    try:
        context = ssl.create_default_context()
        context.check_hostname = False
        if (named := known.get("sslrootcert")) and named != "system":
            context.load_verify_locations(str(named))
        with socket.create_connection((host, int(port)), ANSWER_S) as plain:
            plain.sendall(ASK_FOR_TLS)
            if plain.recv(1) == b"S":
                context.wrap_socket(plain, server_hostname=host).close()
    except ssl.SSLCertVerificationError as refused:
        return refused.verify_code == EXPIRED
    except (OSError, ValueError):
        pass
    return False
