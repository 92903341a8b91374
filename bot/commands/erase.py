"""`smarketing erase EMAIL`: removes a person everywhere the bot knows."""

from typing import Annotated

import typer

from bot.commands.database import opened
from bot.leads.actions.erase import erase_person


def erase(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
) -> None:
    """Remove a person from leads, trail, messages and rejected-row files; keep anonymous counts.

    Cards and thread lines in Slack are rewritten by the running bot, which also deletes the files
    of rejected rows it gave out that hold the address. Exit code 1 when nobody has that address.
    """
    with opened() as bot, bot.db.begin() as work:
        erased = erase_person(bot.room, work, email=email, at=bot.clock.business())
    typer.echo(erased.sentence())
    raise typer.Exit(0 if erased.somebody else 1)
