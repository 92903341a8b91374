"""The documents say what is so: links lead somewhere, commands and settings exist."""

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.commands.cli import cli
from bot.config import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(document):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


SAYS_WHERE = re.compile(r"((?:`[\w.]+`(?:,| and)?\s+)+)in\s+\[[^\]]+\]\(([^)#]+\.py)\)")
"""One or more names in backticks, "in", and a link to the file in which they are defined."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_said_to_be_in_a_file_is_defined_there(document):
    for names, target in SAYS_WHERE.findall(document.read_text()):
        defined = names_defined_in(document.parent / target)
        for name in re.findall(r"`([\w.]+)`", names):
            assert name in defined, f"{name} in {target}"


def test_the_path_of_a_lead_says_where_things_are():
    walked = SAYS_WHERE.findall((ROOT / "docs" / "path-of-a-lead.md").read_text())
    assert len(walked) > 30


def names_defined_in(path: Path) -> set[str]:
    """Every function, class and `Class.method` of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    every = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]
    methods = {
        f"{one.name}.{inner.name}"
        for one in every
        if isinstance(one, ast.ClassDef)
        for inner in one.body
        if isinstance(inner, kinds)
    }
    return {one.name for one in every} | methods


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_named_exists(document):
    known = set(get_command(cli).commands)
    for name in re.findall(r"(?:^|`)smarketing ([a-z][a-z-]+)", document.read_text(), re.MULTILINE):
        assert name in known, name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_named_exists(document):
    makefile = (ROOT / "Makefile").read_text()
    for name in re.findall(
        r"(?:^|`)make ([a-z][a-z-]+)`?(?:\s|$|`)", document.read_text(), re.MULTILINE
    ):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


def test_every_setting_is_in_the_example_file():
    example = (ROOT / "config.example.env").read_text()
    assert [name for name in Settings.model_fields if f"\n{name.upper()}=" not in example] == []


def test_every_module_of_the_bot_says_what_it_is_for():
    silent = [
        path.relative_to(ROOT)
        for folder in ("bot", "fakeslack")
        for path in (ROOT / folder).rglob("*.py")
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


@pytest.mark.parametrize("package", ["bot", "fakeslack"])
def test_nothing_committed_names_a_machine_or_an_index(package):
    forbidden = re.compile(r"/(?:root|home/\w+)/|index-url|files\.pythonhosted|pypi\.org/simple")
    named = [
        str(path.relative_to(ROOT))
        for path in [*(ROOT / package).rglob("*.py"), *(ROOT / "requirements").glob("*.txt")]
        if forbidden.search(path.read_text())
    ]
    assert named == []
