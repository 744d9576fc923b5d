"""Rules that our own files keep: sizes, layers, words, the language of each run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    "assessments",
    "bin",
    "cases",
    "consent",
    "handbook",
    "msa",
    "oversight",
    "reporting",
    "rights",
    "standards",
    "tests",
)
MOST_LINES = {".py": 400, ".html": 200}
MOST_LINES_OF_A_FUNCTION = 60

#: Larger than the budget, and why.
LARGER: dict[str, str] = {}

#: Words no page says; a line that has to is waived by what it contains.
DENIED = re.compile(
    r"\b(case|cases|patients?|victims?|sufferers?|interventions?|treatments?|intake"
    r"|triage|screening|symptoms?|non-compliant|no-show|discharged|deteriorated"
    r"|deficits?|overdue|perpetrators?|are you sure|invalid input)\b",
    re.IGNORECASE,
)
#: Part of a line: why it may stand. "case" in a sentence about letters is none of his.
WAIVED: dict[str, str] = {
    "in case": "an ordinary phrase",
    "upper case": "about letters",
    "lower case": "about letters",
    "capital": "about letters",
}

#: Te reo Māori words a page may hold only inside lang="mi".
TE_REO = re.compile(
    r"\b(kia ora|nau mai|haere mai|āwhina|rapu|pūrongo|takiuru|takiputa|tautuhinga"
    r"|hoki|tāngata|ngā|tēnei|tautoko|whakatau)\b",
    re.IGNORECASE,
)
#: Names and loan words that stand in English sentences as they are.
NAMES = re.compile(r"Māori|Aotearoa|Te Rito|Tautoko Tāne Aotearoa", re.IGNORECASE)

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
_TEMPLATE_CODE = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
_STATEMENT = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_VOID = {"area", "br", "hr", "img", "input", "link", "meta", "source", "wbr", "use"}


def files(*suffixes: str) -> Iterator[Path]:
    """Our own files, migrations and what is not ours left out."""
    for top in (*CODE, "templates"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.suffix in suffixes and "migrations" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def too_long(path: Path, text: str) -> list[str]:
    """Files over their budget that the list of larger ones does not know."""
    lines = text.count("\n")
    over = lines > MOST_LINES[path.suffix] and name(path) not in LARGER
    return [f"{name(path)}: {lines} lines"] if over else []


def long_functions(path: Path, text: str) -> list[str]:
    """Functions over their budget."""
    return [
        f"{name(path)}:{node.lineno} {node.name} is too long"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]


def reaching_past(path: Path, text: str) -> list[str]:
    """Pages that query or save by themselves instead of asking."""
    if not {"views", "api"} & {path.stem, *path.parts} or "tests" in path.parts:
        return []
    tree = ast.parse(text)
    services = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "services" in (node.module or "")
        for alias in node.names
    }
    return [
        f"{name(path)}:{node.lineno} .{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "save"}
        and not (isinstance(node.value, ast.Name) and node.value.id in services)
    ]


def inline_code(text: str) -> list[str]:
    """Style, script or handlers inside a page, which its policy would refuse."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        for closing, tag, attributes in _TAG.findall(_STATEMENT.sub("", line)):
            inline = tag == "script" and "src=" not in attributes and not closing
            if tag == "style" or inline:
                found.append(f"{number} <{tag}>")
            if re.search(r"\s(style|on[a-z]+)\s*=", f" {attributes}"):
                found.append(f"{number} {tag}{attributes[:40]}")
            if re.search(r"(src|href|action)\s*=\s*[\"'](https?:)?//", attributes):
                found.append(f"{number} third party: {attributes[:60]}")
    return found


def denied_words(text: str) -> list[str]:
    """Words of §4.5 that a person would read on the page."""
    found = []
    for number, line in enumerate(_visible(text).splitlines(), start=1):
        spoken = line
        for phrase in WAIVED:
            spoken = re.sub(phrase, "", spoken, flags=re.IGNORECASE)
        found += [f"{number} {word}" for word in DENIED.findall(spoken)]
    return found


def unmarked_te_reo(text: str) -> list[str]:
    """Te reo Māori outside an element that says so to a screen reader."""
    found, inside = [], []
    code_free = _STATEMENT.sub(" ", _TEMPLATE_CODE.sub(_blank, text))
    position = 0
    for match in [*_TAG.finditer(code_free), None]:
        end = match.start() if match else len(code_free)
        spoken = NAMES.sub("", code_free[position:end])
        if "mi" not in inside:
            line = code_free.count("\n", 0, position) + 1
            found += [f"{line} {word}" for word in TE_REO.findall(spoken)]
        if match is None:
            break
        position = match.end()
        closing, tag, attributes = match.groups()
        if closing:
            inside = inside[:-1]
        elif tag.lower() not in _VOID and not attributes.endswith("/"):
            inside.append("mi" if re.search(r"lang=[\"']mi", attributes) else tag)
    return found


def _visible(text: str) -> str:
    without_code = _STATEMENT.sub("", _TEMPLATE_CODE.sub(_blank, text))
    return _TAG.sub(_readable_attributes, without_code)


def _readable_attributes(match: re.Match[str]) -> str:
    read = re.findall(
        r"(?:title|alt|placeholder|aria-label)\s*=\s*\"([^\"]*)\"", match.group(3)
    )
    return " ".join([*read, "\n" * match.group(0).count("\n")])


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group(0).count("\n")
