"""python -m docs.generate [--check | --consumers-first | --bundled FOLDER]

Writes what is generated. Refuses, and writes nothing, when a schema would change in a way that breaks records,
producers or consumers of yesterday: that is a new `vN`; and when what a machine stores would no longer be read, or not
by older replicas under the same format. `--consumers-first` allows a wider enumeration or limit, and
means: every consumer is rolled out before any producer writes the new values.

`--bundled` writes the committed schema of each event type into FOLDER, each as one document, for a registry.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .documents import as_json, changes, documents, published, stale, stored_changes
from .licences import page as licences
from .samples import ROOT


def main(arguments: list[str]) -> int:
    if len(arguments) == 2 and arguments[0] == "--bundled":
        return _write_bundled(Path(arguments[1]))
    if unknown := set(arguments) - {"--check", "--consumers-first"}:
        sys.stderr.write(f"unknown: {' '.join(sorted(unknown))}\n{__doc__}")
        return 2
    if "--check" in arguments:
        late = stale()
        for path in late:
            sys.stdout.write(f"stale: {path}\n")
        return 1 if late else 0
    allowed = "--consumers-first" in arguments
    refused = [finding for finding in changes() if finding.kind == "refused" or not allowed]
    for finding in refused:
        sys.stderr.write(f"{finding.kind}: {finding}\n")
    if lost := stored_changes():
        sys.stderr.write("".join(f"{finding.kind}: {finding}\n" for finding in lost))
        sys.stderr.write("Nothing was written. What is stored outlives the code; see docs/adr/0027.\n")
        return 1
    if refused:
        sys.stderr.write("Nothing was written. A breaking change is a new vN; see docs/adr/0012-contracts-grow.md.\n")
        return 1
    made = documents()
    for path in stale():
        if path not in made:
            (ROOT / path).unlink()
            sys.stdout.write(f"removed {path}\n")
            continue
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(made[path], "utf-8")
        sys.stdout.write(f"wrote {path}\n")
    # What is installed differs a little between machines, so this one is written but never called stale.
    (ROOT / "docs" / "licences.md").write_text(licences(), "utf-8")
    return 0


def _write_bundled(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in published().items():
        (folder / f"{name}.json").write_text(as_json(schema), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
