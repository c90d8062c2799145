"""Two ways to put a mutant into a running interpreter.

In place: the changed function's new code under its old object, so that whoever imported it runs it. Works for functions
only, and what was worked out when modules were imported stays as it was. Afresh: the module is imported in its changed
form, for a process that hasn't imported it yet. Slower, and right for everything.
"""

from __future__ import annotations

import functools
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from types import CodeType, FunctionType, ModuleType

from .mutants import Mutant

OURS = ("services.", "shared.", "tests.")


class NotInPlace(Exception):
    """What changed is no plain function of the module."""


def put_in_place(mutant: Mutant) -> None:
    function = _function(sys.modules[module_of(mutant)], mutant.function or "")
    whole = compile(mutant.after, function.__code__.co_filename, "exec", dont_inherit=True)
    found = [code for code in _codes(whole) if code.co_qualname == mutant.function]
    if len(found) != 1:
        raise NotInPlace(mutant.name)
    function.__code__ = found[0]


def import_changed(mutant: Mutant, file: str) -> None:
    """From now on, importing the mutant's module gives the changed one."""
    sys.meta_path.insert(0, _Finder(module_of(mutant), file, mutant.after))


def module_of(mutant: Mutant) -> str:
    return mutant.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def forget_results() -> None:
    """Empty every cache of our functions: results of the unchanged code must not stand in for the changed one's."""
    for found in gc.get_objects():
        # By its type alone: a weak proxy among the objects would answer for what may be gone.
        if type(found) is functools._lru_cache_wrapper and f"{found.__module__}.".startswith(OURS):
            found.cache_clear()


def _function(module: ModuleType, name: str) -> FunctionType:
    found: object = module
    for part in name.split("."):
        found = vars(found).get(part)
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    if isinstance(found, functools._lru_cache_wrapper):
        found = found.__wrapped__
    if not isinstance(found, FunctionType):
        raise NotInPlace(name)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


class _Loader(importlib.abc.SourceLoader):
    def __init__(self, file: str, source: str) -> None:
        self._file = file
        self._source = source

    def get_filename(self, fullname: str) -> str:
        return self._file

    def get_data(self, path: str | bytes) -> bytes:
        return self._source.encode()


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, file: str, source: str) -> None:
        self._name = name
        self._file = file
        self._source = source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._file, loader=_Loader(self._file, self._source))
