"""Which events can be reached from which pages, jobs and commands, read off the source.

Names are followed from function to function, through imports and into SQL functions; a
class stands for all of its methods. So what is found may be more than can happen, and
is never too little where names are written out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver

from msa.audit.words import EVENTS
from tests.guards.url_matrix import PROGRAMS
from tests.msa.audit.test_words import VERBS, whole

ROOT = Path(__file__).resolve().parents[2]
APPS = (*sorted(path.parent.name for path in ROOT.glob("*/apps.py")), "msa")
#: Names every event, and writes none.
WORDS = ROOT / "msa" / "audit" / "words.py"
_SQL_CALL = re.compile(r"\bsec\.(\w+)\(")
_SQL_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION sec\.(\w+)\(")
_QUOTED = re.compile(r"'([a-z-]+\.[a-z-]*)'")
Unit = tuple[str, str]


@dataclass(slots=True)
class Source:
    """What one function, class or module says: whom it names, what it records."""

    names: set[Unit] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def codes_like(text: str) -> set[str]:
    """Return the events that a string names, or begins the code of."""
    codes = whole(text) if text in VERBS else [text]
    return {*codes} & EVENTS.keys()


@cache
def sources() -> Mapping[Unit, Source]:
    """Return every unit of our own Python and SQL."""
    found: dict[Unit, Source] = {}
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts and path != WORDS:
                found.update(_of_python(path))
        for path in (ROOT / app).rglob("*.sql"):
            for unit, source in _of_sql(path.read_text()):
                known = found.setdefault(unit, Source())
                known.names |= source.names
                known.codes |= source.codes
    return found


def _of_sql(text: str) -> Iterator[tuple[Unit, Source]]:
    _, *parts = _SQL_FUNCTION.split(text)
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        codes = {
            code for quoted in _QUOTED.findall(body) for code in codes_like(quoted)
        }
        names = {("sec", called) for called in _SQL_CALL.findall(body)}
        yield ("sec", name), Source(names, codes)


def _of_python(path: Path) -> Iterator[tuple[Unit, Source]]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    tree = ast.parse(path.read_text())
    known: dict[str, Unit] = {}
    for node in tree.body:
        known |= dict(_imported(node)) | dict(_defined(node, module))
    for node in tree.body:
        name = next(iter(dict(_defined(node, module))), "")
        yield (module, name), _said(node, known)


def _defined(node: ast.stmt, module: str) -> Iterator[tuple[str, Unit]]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name, (module, node.name)
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id, (module, target.id)


def _imported(node: ast.stmt) -> Iterator[tuple[str, Unit]]:
    if isinstance(node, ast.ImportFrom) and node.module:
        for one in node.names:
            yield one.asname or one.name, (node.module, one.name)


def _said(node: ast.stmt, known: Mapping[str, Unit]) -> Source:
    said = Source()
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in known:
            said.names.add(known[part.id])
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            module, name = known.get(part.value.id, ("", ""))
            said.names.add((f"{module}.{name}", part.attr))
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            said.codes |= codes_like(part.value)
            said.names |= {("sec", name) for name in _SQL_CALL.findall(part.value)}
        elif isinstance(part, ast.ImportFrom):
            said.names |= {unit for _, unit in _imported(part)}
    return said


def reached(start: Iterable[Unit]) -> set[str]:
    """Return the events that can be recorded on the way from these units."""
    everything = sources()
    seen: set[Unit] = set()
    ahead = list(start)
    codes: set[str] = set()
    while ahead:
        unit = ahead.pop()
        if unit in seen or unit not in everything:
            continue
        seen.add(unit)
        codes |= everything[unit].codes
        ahead += everything[unit].names
    return codes


def entrances() -> dict[str, set[Unit]]:
    """Return where each kind of caller comes in: pages by area, jobs, commands."""
    found: dict[str, set[Unit]] = {}
    for site in ("casework", "national"):
        for area, unit in _views(import_module(f"msa.urls.{site}").urlpatterns, ""):
            found.setdefault(area, set()).add(unit)
    for module, name in sources():
        parts = module.split(".")
        if "management" in parts:
            found.setdefault("command", set()).add((module, name))
        elif parts[-1] == "tasks":
            found.setdefault("job", set()).add((module, name))
    return found


def _views(
    patterns: Iterable[URLPattern | URLResolver], namespace: str
) -> Iterator[tuple[str, Unit]]:
    programs = {line.split()[0] for line in PROGRAMS.split("\n") if line}
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, one.namespace or namespace)
        else:
            view = getattr(one.callback, "view_class", one.callback)
            area = "program" if one.name in programs else namespace
            yield area, (view.__module__, view.__name__)
