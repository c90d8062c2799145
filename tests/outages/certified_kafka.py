"""Kafka whose door for the services is behind TLS, with a certificate that ends when a row wants it to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.local.folder import Folder
from tests.chaos.broker import KafkaWithDoors
from tests.integration.servers.authority import DAY_S, Authority

LINES = """
ssl.keystore.type=PEM
ssl.keystore.location={pem}
ssl.client.auth=none
"""


@cache
def _authority(folder: Path) -> Authority:
    folder.mkdir(parents=True, exist_ok=True)
    return Authority(folder)


def authority_of(folder: Folder) -> Authority:
    """Whom the services trust."""
    return _authority(folder.path / "authority")


def certify(folder: Folder, *, ends_in_s: float = DAY_S) -> None:
    """A new certificate in the place of the broker's; it is read when the broker starts."""
    made = authority_of(folder).sign("broker", ends_in_s=ends_in_s)
    os.replace(made.both, _pem(folder))


@dataclass(frozen=True)
class CertifiedKafka(KafkaWithDoors):
    """The first start makes a certificate; later ones take what lies there."""

    def prepare(self) -> None:
        super().prepare()
        if not _pem(self.folder).exists():
            certify(self.folder)
        with self._properties.open("a", encoding="utf-8") as file:
            file.write(LINES.format(pem=_pem(self.folder)))

    def _with_doors(self, line: str) -> str:
        return super()._with_doors(line).replace("DOOR0:PLAINTEXT", "DOOR0:SSL")


def _pem(folder: Folder) -> Path:
    return folder.path / "authority" / "server.pem"
