"""Reads the people, channels and app of a workspace from TOML."""

import tomllib
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from fakeslack.channels import Channel
from fakeslack.installation import Installation
from fakeslack.people import Person
from fakeslack.workspace import Team, Workspace


class SeedError(Exception):
    """The seed file cannot be used; the message names the place and the cure."""


def load(seed: Path | None = None, manifest: Path | None = None) -> Workspace:
    """A workspace from a seed file, or the built-in one; the manifest says what the app may do."""
    text = (
        seed.read_text(encoding="utf-8")
        if seed
        else files("fakeslack").joinpath("default_seed.toml").read_text(encoding="utf-8")
    )
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SeedError(f"{seed} is not valid TOML: {fault}") from fault
    app_row = dict(rows.get("app", {}))
    scopes = app_row.pop("scopes", None)
    app = Installation(**_known(Installation, app_row, "app"))
    if manifest:
        app.read_manifest(manifest)
    if scopes is not None:
        app.scopes = frozenset(scopes)
    workspace = Workspace(team=Team(**_known(Team, rows.get("team", {}), "team")), app=app)
    for row in rows.get("people", []):
        workspace.add_person(Person(**_known(Person, row, "people")))
    for row in rows.get("channels", []):
        workspace.add_channel(Channel(**_known(Channel, row, "channels")))
    return workspace


def _known(kind: type[Any], row: dict[str, Any], table: str) -> dict[str, Any]:
    allowed = {field.name for field in fields(kind)}
    unknown = sorted(set(row) - allowed)
    if unknown:
        raise SeedError(f"[{table}] has no setting {unknown[0]!r}; it knows {sorted(allowed)}")
    return row
