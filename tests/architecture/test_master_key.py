"""A master key is used only after it was compared with the database's (docs/adr/0049)."""

from __future__ import annotations

import re
from pathlib import Path

from .sources import ROOT, files

READS = re.compile(r"\bMasterKeys\.(?:read|of)\(|\bkeys_not_compared\b")
HANDS_ON = {
    Path("shared/runtime/service.py"), Path("services/sandbox/__main__.py"),
    Path("services/console/target.py"), Path("services/console/views/fitting.py"), Path("deploy/local/master_key.py"),
    Path("deploy/checks/master_key.py"), Path("services/notifier/recovery/command.py"),
    Path("services/console/cli/keys.py"),
}  # fmt: skip
"""Those that read a key file and hand it to `fitting`, or look at the file alone."""


def test_a_key_file_is_read_by_those_alone_who_have_it_compared() -> None:
    reading = {
        path
        for path in files()
        if path.suffix == ".py"
        and path.parts[0] in ("services", "shared", "deploy")
        and READS.search((ROOT / path).read_text("utf-8"))
    }
    assert reading == HANDS_ON
