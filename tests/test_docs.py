"""The documents say what is so: links lead somewhere, commands and settings exist."""

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import cli
from bot.config import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file(document):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


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
