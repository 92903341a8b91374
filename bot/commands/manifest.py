"""`smarketing manifest`: the app manifest to paste into Slack."""

import json
from typing import Annotated

import typer

from bot.config import read_settings
from bot.manifest import make_manifest


def manifest(
    public_url: Annotated[
        str, typer.Option(help="Where Slack reaches the bot, in HTTP mode.")
    ] = "https://your-host.example",
) -> None:
    """Print the app manifest for the mode and the command prefix that are set."""
    settings = read_settings()
    made = make_manifest(
        mode=settings.slack_mode, prefix=settings.command_prefix, public_url=public_url
    )
    typer.echo(json.dumps(made, indent=2))
