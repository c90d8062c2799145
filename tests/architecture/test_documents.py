"""Documents lead somewhere: each link is a file, each decision is listed, each command that is told exists."""

import ast
import re

from docs.generate.machines import moves_of
from services.console.cli.main import COMMANDS
from services.notifier.core import machine as notifier
from services.router.core import machine as router
from services.scheduler.core import machine as scheduler

from .sources import ROOT, files

LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
COMMAND = re.compile(r"^\s*\./doorstep (\w+)|`\./doorstep (\w+)", re.MULTILINE)
PAGES = [path for path in files() if path.suffix == ".md"]


def test_every_relative_link_leads_to_a_file() -> None:
    broken = []
    for page in PAGES:
        for target, _ in LINK.findall((ROOT / page).read_text("utf-8")):
            if "://" not in target and not ((ROOT / page).parent / target).exists():
                broken.append(f"{page}: {target}")
    assert broken == []


def test_every_function_that_a_document_links_to_is_defined_in_that_file() -> None:
    missing, checked = [], 0
    for page in PAGES:
        for target, anchor in LINK.findall((ROOT / page).read_text("utf-8")):
            if not target.endswith(".py") or not anchor or re.fullmatch(r"#L\d+", anchor):
                continue
            tree = ast.parse(((ROOT / page).parent / target).read_text("utf-8"))
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            checked += 1
            if anchor[1:] not in {node.name for node in ast.walk(tree) if isinstance(node, kinds)}:
                missing.append(f"{page}: {target}{anchor}")
    assert missing == []
    assert checked >= 20


def test_every_decision_is_listed_and_says_context_decision_consequences_and_rule() -> None:
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text("utf-8")
    for page in sorted(folder.glob("0*.md")):
        text = page.read_text("utf-8")
        assert f"({page.name})" in listed
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Rule"]
        assert text.startswith(f"# {page.name[:4]} ")


def test_every_command_that_a_document_tells_exists() -> None:
    told = {one or other for page in PAGES for one, other in COMMAND.findall((ROOT / page).read_text("utf-8"))}
    assert told - set(COMMANDS) == set()


def test_every_state_of_a_machine_can_be_reached_and_left_unless_it_is_the_end() -> None:
    for moves in map(moves_of, (notifier, scheduler, router)):
        first = next(iter(moves))
        reached, waiting = {first}, [first]
        while waiting:
            for targets in moves[waiting.pop()].values():
                waiting += [target for target in targets if target not in reached]
                reached |= set(targets)
        assert reached == set(moves)
