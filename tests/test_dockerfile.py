"""The Dockerfile's own COPY and RUN lines, replayed in a clean virtual environment."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def first_stage() -> list[tuple[str, str]]:
    """The (instruction, words) of the build stage, continuation lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    stages = re.split(r"^FROM ", joined, flags=re.MULTILINE)
    return re.findall(r"^(COPY|RUN) (.+)$", stages[1], flags=re.MULTILINE)


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder that stands for /opt/smarketing after the build stage."""
    source, target = tmp_path_factory.mktemp("src"), tmp_path_factory.mktemp("opt") / "smarketing"
    (source / "bin").mkdir()
    (source / "bin" / "python").symlink_to(sys.executable)
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "VIRTUAL_ENV"}
    }
    for instruction, words in first_stage():
        if instruction == "COPY":
            *what, where = words.split()
            for one in what:
                copied = ROOT / one
                goal = source / (where if len(what) == 1 and where != "./" else one)
                goal.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if copied.is_dir() else shutil.copy)(copied, goal)
        else:
            command = words.replace("/opt/smarketing", str(target)).replace(
                "python -m venv", f"{sys.executable} -m venv"
            )
            done = subprocess.run(
                ["sh", "-ec", command],
                cwd=source,
                env=clean,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
    return target


def run_in_image(installed: Path, *words: str, cwd: Path, **environment: str):
    clean = {"PATH": f"{installed}/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [str(installed / "bin" / words[0]), *words[1:]],
        cwd=cwd,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_installed_command_answers(installed, tmp_path):
    done = run_in_image(installed, "smarketing", "version", cwd=tmp_path)
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", done.stdout), done.stderr


def test_the_image_does_without_the_fake_slack_and_the_test_tools(installed, tmp_path):
    for absent in ("fakeslack", "pytest", "websockets"):
        done = run_in_image(installed, "python", "-c", f"import {absent}", cwd=tmp_path)
        assert "ModuleNotFoundError" in done.stderr, absent


def test_its_migrations_come_along_and_nothing_is_written_but_the_data_folder(installed, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    database = f"sqlite:///{tmp_path / 'smarketing.db'}"
    done = run_in_image(installed, "smarketing", "migrate", cwd=tmp_path, DATABASE_URL=database)
    assert "went from nothing to" in done.stdout, done.stderr
    assert {path: path.stat().st_mtime_ns for path in installed.rglob("*")} == before


def test_what_is_copied_is_not_kept_out_by_dockerignore():
    ignored = set((ROOT / ".dockerignore").read_text().split())
    copied = {one for kind, words in first_stage() if kind == "COPY" for one in words.split()[:-1]}
    assert not copied & ignored


def test_the_image_runs_as_a_user_of_its_own():
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER smarketing$", last_stage, flags=re.MULTILINE)
    assert "HTTP_HOST=0.0.0.0" in last_stage


def test_the_health_check_asks_the_port_that_is_set(httpserver):
    httpserver.expect_request("/healthz").respond_with_json({"status": "alive"})
    line = re.search(r"^HEALTHCHECK CMD (\[.+\])$", DOCKERFILE, flags=re.MULTILINE)
    assert line
    _, *arguments = json.loads(line[1])
    settings = os.environ | {"HTTP_PORT": str(httpserver.port)}
    done = subprocess.run([sys.executable, *arguments], env=settings, check=False)
    assert done.returncode == 0
