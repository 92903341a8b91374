"""The command: a fake Slack and the bot, sample leads through the real doors, Ctrl-C to stop."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from bot.app import Bot
from bot.commands.demo.clock_route import clock_route
from bot.commands.demo.content import bring_in_sample_content
from bot.commands.demo.doors import bring_in_sample_leads
from bot.commands.demo.fake_slack import FakeSlackProcess, free_or_refuse
from bot.commands.demo.installation import Installation
from bot.commands.run import run_until_stopped
from bot.kit.clock import DemoClock
from bot.kit.errors import OperatorError
from bot.kit.logs import set_up_logs
from bot.kit.migrate import migrate
from bot.people.domain.working_time import WorkingTime

TO_TRY = """
  smarketing is running. Open {page}
  In the demo it is {now}.

  Some things to try, in the page:
    1. You are Rita, a sales rep. In #sales press Take it on a card, or react to it.
    2. React with a thumb down as Tom and tell the bot why; then switch to Mark, a marketer,
       and see his campaign's message in #marketing change. Answer with “We changed something”.
    3. Press + and choose Add a lead, or move the clock to next Monday 09:00 and see what
       is left behind, and Maya's weekly digest (or type /digest now as Maya).
    4. As Tom type /content find bakery, and ask for what is not there; then as Mona answer what
       waits in #marketing, by its buttons or with /content list.

  What happens is kept in {folder}; make demo-reset starts over. Ctrl-C stops everything.
"""


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps what happens.")] = Path(
        ".demo"
    ),
    page_port: Annotated[int, typer.Option(help="Port of the page (the fake Slack).")] = 8065,
    port: Annotated[int, typer.Option(help="Port of the bot's own HTTP side.")] = 8080,
    log_level: Annotated[str, typer.Option(help="How much the bot says here.")] = "error",
) -> None:
    """Play the whole loop in a browser: a fake Slack, the bot, and invented leads."""
    free_or_refuse(page_port, option="--page-port", what="The page")
    free_or_refuse(port, option="--port", what="The bot")
    folder.mkdir(parents=True, exist_ok=True)
    installation = Installation.in_folder(folder.resolve(), page_port=page_port, port=port)
    set_up_logs(form="text", level=log_level)
    with FakeSlackProcess(installation) as slack:
        clock = DemoClock(kept_in=folder / "clock.json")
        bot = Bot(installation.settings(slack.api_url), clock)
        begin_in_working_hours(clock, bot.room.people.working_time)
        bot.house.routes.append(clock_route(clock, bot.house.schedule, installation.clock_token))
        try:
            migrate(bot.db)
        except (DatabaseError, OperatorError) as fault:
            raise OperatorError(
                f"The demo's database in {folder} cannot be used.",
                cure="Start over with: make demo-reset",
            ) from fault
        run_until_stopped(bot, once_up=lambda: _tell(bot, installation, slack.page_url, folder))


def begin_in_working_hours(clock: DemoClock, working_time: WorkingTime) -> None:
    """Begin in the afternoon of the next working day, unless people work now.

    Half past three in Berlin is half past nine in New York: all of the demo's people work, and
    nothing that waits for working hours has to be waited for.
    """
    now = clock.business()
    if not working_time.is_working(now):
        clock.move_to(working_time.next_start(now) + timedelta(hours=6, minutes=30))


def _tell(bot: Bot, installation: Installation, page: str, folder: Path) -> None:
    if not installation.has_sample_leads:
        typer.echo("Bringing in a library of content, and what was asked for ...")
        bring_in_sample_content(bot, bot.clock, page=page)
        # What is new to send is told now, so that #sales ends with the leads one is to take.
        bot.house.schedule.tick_now()
        typer.echo("Bringing in sample leads: a CSV file and three signed webhooks ...")
        bring_in_sample_leads(bot, webhook_secret=installation.webhook_secret)
        installation.note_sample_leads()
    now = bot.clock.business().astimezone(bot.room.people.zone).strftime("%A, %H:%M")
    width = shutil.get_terminal_size().columns
    typer.echo("─" * min(width, 78) + TO_TRY.format(page=page, folder=folder, now=now))
