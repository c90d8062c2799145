"""`doctor` looks into embedded databases too: where each is says the run file of a system that runs."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from deploy.checks.held_services import embedded
from deploy.local.folder import Folder
from deploy.local.identity import Identity
from deploy.local.supervisor import write_state

POSTGRES = {"name": "postgres", "port": 5998}


def told(root: Path, name: str, supervisor: Identity, *processes: dict[str, object]) -> Folder:
    folder = Folder(root / name).make()
    write_state(folder, {"supervisor": supervisor.doc(), "facts": {}, "processes": processes})
    return folder


def test_each_database_of_a_system_that_runs_is_looked_at(tmp_path: Path) -> None:
    me = Identity.of("supervisor", os.getpid())
    told(tmp_path, "up", me, POSTGRES, {"name": "kafka", "port": 5999})
    told(tmp_path, "demo", me, {"name": "notifier"})
    (url,) = embedded({"DOORSTEP_DATA": str(tmp_path)})
    assert (urlsplit(url).port, urlsplit(url).path) == (5998, "/doorstep")


def test_what_a_killed_system_left_and_what_is_not_started_yet_is_not_asked(tmp_path: Path) -> None:
    me = Identity.of("supervisor", os.getpid())
    gone = Identity(me.name, me.pid, me.started - 100, me.order, me.stop, me.stop_s)
    told(tmp_path, "up", gone, POSTGRES)
    told(tmp_path, "demo", me, {"name": "postgres", "port": None})
    assert list(embedded({"DOORSTEP_DATA": str(tmp_path)})) == []
