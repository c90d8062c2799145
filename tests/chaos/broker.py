"""Kafka with a door for each replica: a listener that says it is to be reached through that replica's proxy.

A client learns where the broker is from the listener it came in by, so all its connections go through its own proxy,
and what happens on that way happens to nobody else. The plain listener stays, for those who only watch.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from deploy.local.kafka import Kafka


@dataclass(frozen=True)
class Door:
    """`port` is the broker's own, `advertised` what it tells clients that came in here."""

    port: int
    advertised: int


@dataclass(frozen=True)
class KafkaWithDoors(Kafka):
    doors: tuple[Door, ...] = ()

    @classmethod
    def of(cls, kafka: Kafka, doors: tuple[Door, ...]) -> KafkaWithDoors:
        return cls(**{each.name: getattr(kafka, each.name) for each in fields(kafka)}, doors=doors)

    def prepare(self) -> None:
        super().prepare()
        lines = self._properties.read_text(encoding="utf-8").splitlines()
        self._properties.write_text("\n".join(map(self._with_doors, lines)) + "\n", encoding="utf-8")

    def _with_doors(self, line: str) -> str:
        name, _, _ = line.partition("=")
        more = {
            "listeners": [f"DOOR{n}://127.0.0.1:{door.port}" for n, door in enumerate(self.doors)],
            "advertised.listeners": [f"DOOR{n}://127.0.0.1:{door.advertised}" for n, door in enumerate(self.doors)],
            "listener.security.protocol.map": [f"DOOR{n}:PLAINTEXT" for n, _ in enumerate(self.doors)],
        }
        return ",".join([line, *more.get(name, ())])
