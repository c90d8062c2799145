"""The generated parts of docs/operations.md: settings, and sockets that listen. The rest is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deploy.local.listeners import LISTENERS, Listener
from shared.runtime.misspelt import NAMES as NAMES_FILE
from shared.runtime.settings import FILE

from .samples import ROOT
from .settings_models import LAUNCHER, SECTIONS, fields, readers

PAGE = Path("docs/operations.md")
NAMES = NAMES_FILE.relative_to(ROOT)
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
SETTINGS_HEAD = ("| setting | default | what it should be | read by | `_FILE` | secret |", "|---|---|---|---|---|---|")
LISTENERS_HEAD = ("| process | port | address | serves | who should reach it |", "|---|---|---|---|---|")
RUNBOOKS = Path("docs/runbooks")
PAGES = {
    "database-rights.md": "rights in PostgreSQL: roles, schemas, a login that owns nothing",
    "kafka-rights.md": "rights in Kafka: topics, groups, the ACLs of each service",
    "restore.md": "a backup, and the way back from one",
    "master-key.md": "rotation of the master key",
    "upgrade.md": "a new version, with the former one beside it",
    "webhook-address.md": "a proxy before the webhook",
    "outbox.md": "events that Kafka does not take",
    "readiness.md": "whatever `/ready` names: each cause has its heading or page",
}
NAMES_A_SECRET = frozenset({"DOORSTEP_MASTER_KEY_FILE", "KAFKA_SASL_TOKEN_FILE", "KAFKA_SSL_KEYFILE"})


def page() -> str:
    """The committed page with its generated parts made anew."""
    parts = {"settings": _settings, "listeners": _listeners, "pages": _pages}
    text = (ROOT / PAGE).read_text("utf-8")
    return PART.sub(lambda found: "\n".join([found[1].rstrip("\n"), *parts[found[2]](), found[3]]), text)


def names() -> str:
    """All names of settings, one a line, as the processes themselves know them."""
    return "".join(f"{name}\n" for name in sorted({*fields(), LAUNCHER}))


def _settings() -> Iterator[str]:
    described, read_by = fields(), readers()
    said: set[str] = set()
    for title, models in SECTIONS:
        yield from ("", f"### {title}", "", *SETTINGS_HEAD)
        for name in _of(models):
            if name not in said:
                said.add(name)
                yield _setting(name, described[name], read_by[name])
    yield ""


def _of(models: tuple[type[BaseModel], ...]) -> list[str]:
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _setting(name: str, field: FieldInfo, read_by: list[str]) -> str:
    form = "no" if name.endswith(FILE) else "yes"
    secret = "names one" if name in NAMES_A_SECRET else "no" if field.repr else "**yes**"
    meant = (field.description or "").replace("|", "\\|")
    return f"| `{name}` | {_default(field)} | {meant} | {', '.join(read_by)} | {form} | {secret} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    if field.default is None or field.default == "":
        return ""
    if isinstance(field.default, bool):
        return "`yes`" if field.default else "`no`"
    return f"`{field.default}`"


def _pages() -> Iterator[str]:
    """Of `PAGES` those that are there."""
    yield from ("", "| to do | page |", "|---|---|")
    for name, about in PAGES.items():
        path = ROOT / RUNBOOKS / name
        if path.is_file():
            title = path.read_text("utf-8").partition("\n")[0].removeprefix("# ")
            yield f"| {about} | [{title}](runbooks/{name}) |"
    yield ""


def _listeners() -> Iterator[str]:
    yield from ("", *LISTENERS_HEAD)
    yield from (_listener(each) for each in LISTENERS)
    yield ""


def _listener(each: Listener) -> str:
    port = f"`{each.port}`" if each.port else "any"
    address = f"`{each.bind}`, by default loopback" if each.bind else "loopback, always"
    return f"| {', '.join(each.processes)} | {port} | {address} | {each.serves} | {each.reached_by} |"
