"""Kafka with a door for each replica: what the settings file says of them."""

from __future__ import annotations

from pathlib import Path

from deploy.local.folder import Folder
from deploy.local.java import Java
from tests.chaos.broker import Door, KafkaWithDoors


def test_each_door_is_a_listener_that_advertises_its_proxy(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    data = folder.kafka / "data"
    data.mkdir(parents=True)
    (data / "meta.properties").touch()  # formatted before
    doors = (Door(20001, 21001), Door(20002, 21002))
    KafkaWithDoors(folder, 20000, 20009, Java("java", 25, "test"), (), doors=doors).prepare()
    lines = (folder.kafka / "server.properties").read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert said["listeners"].split(",")[2:] == ["DOOR0://127.0.0.1:20001", "DOOR1://127.0.0.1:20002"]
    assert said["advertised.listeners"].split(",") == [
        "PLAINTEXT://127.0.0.1:20000", "DOOR0://127.0.0.1:21001", "DOOR1://127.0.0.1:21002",
    ]  # fmt: skip
    assert said["listener.security.protocol.map"].endswith(",DOOR0:PLAINTEXT,DOOR1:PLAINTEXT")
    assert said["inter.broker.listener.name"] == "PLAINTEXT"
