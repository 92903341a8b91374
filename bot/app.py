"""The one place where settings, kit and rooms are joined."""

import socket
import threading
from datetime import timedelta

import structlog
import uvicorn
from prometheus_client import REGISTRY
from starlette.routing import Route

import bot.content.feature as content
import bot.digests.feature as digests
import bot.home.feature as home
import bot.leads.feature as leads
import bot.meetings.feature as meetings
import bot.people.feature as people
import bot.scoreboard.feature as scoreboard
from bot.config import Settings
from bot.content.domain.settings import ContentSettings
from bot.kit import events
from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.connection import Introduction, Socket
from bot.kit.db import Database, open_database
from bot.kit.errors import OperatorError
from bot.kit.house import House
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.queries import (
    backlog,
    count_stuck,
    purge,
    retry_parked,
    slack_paused_until,
)
from bot.kit.outbox.runner import OutboxRunner
from bot.kit.outbox.sender import Sender
from bot.kit.outbox.settings import OutboxSettings
from bot.kit.outbox.views import Views
from bot.kit.quiet import Quiet
from bot.kit.schedule import Schedule
from bot.kit.slack import NOT_REACHED, Answers, answer_commands, make_app, make_client
from bot.kit.web import Gate, Health, make_web, metrics_route
from bot.leads.domain.settings import LeadSettings
from bot.leads.intake.webhook import webhook_route
from bot.leads.room import Room
from bot.meetings.domain.settings import MailSettings, MeetingSettings
from bot.meetings.room import Room as MeetingRoom
from bot.people.domain import PeopleSettings
from bot.people.queries import channel_id
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.room import Room as ScoreRoom

log = structlog.get_logger(__name__)

OUTBOX_IS_LATE = timedelta(minutes=5)
"""A message waiting longer than this is a worry that /readyz reports."""
DATABASE_CONNECTIONS = 10
"""Fewer than those who want one at a time: each new one learns the tables and plans anew."""
GREETED_WITHIN = 5.0
"""Seconds that Slack is given to open the connection before what is due is looked for.

At its greeting every sweep is made; when it greets nobody they are made without it.
"""
PURGE_EVERY = 3600.0
"""Seconds between two looks for sent payloads old enough to be purged."""


class Bot:
    """The bot, assembled from its settings: `start`, `stop`, and what the commands need of it."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.db: Database = open_database(settings.database_url, connections=DATABASE_CONNECTIONS)
        client = make_client(
            settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url
        )
        self.introduction = Introduction(client)
        quiet = Quiet()
        answers = Answers(client, quiet)
        commands = Commands(settings.command_prefix)
        self.house = House(
            db=self.db,
            clock=clock,
            client=client,
            answers=answers,
            app=make_app(client, answers, self.introduction, phrase=commands.as_typed, quiet=quiet),
            identity=self.introduction,
            outbox=Outbox(wake=self._wake),
            views=Views(),
            commands=commands,
            schedule=Schedule(self.db, clock),
        )
        self.room = join_rooms(self.house, settings)
        answer_commands(self.house.app, commands)
        self.runner = OutboxRunner(
            Sender(
                self.db,
                clock,
                client,
                self.house.views,
                outbox_settings(settings),
                resolve=channel_id,
            ),
            quiet,
        )
        self.house.schedule.sweep("outbox.purge", PURGE_EVERY, self._purge)
        self._socket: Socket | None = None
        self._server: uvicorn.Server | None = None
        self._serving: threading.Thread | None = None
        self._listener: socket.socket | None = None

    @property
    def url(self) -> str:
        """Where the bot's own HTTP side listens, once it does."""
        if self._listener is None:
            raise RuntimeError("the bot has not been started")
        host, port = self._listener.getsockname()[:2]
        return f"http://{host}:{port}"

    def start(self) -> None:
        """Start taking leads in, sending, ticking and listening to Slack.

        Raises OperatorError when the port is taken or Slack refuses the token. When Slack is
        merely away the bot starts all the same, and is degraded until it is back.
        """
        self._introduce()
        self._find_the_channels()
        self._listener = _listen(self.settings.http_host, self.settings.http_port)
        self._serve(self._listener)
        self._try_parked_again()
        self.runner.start()
        by_socket = self.settings.slack_mode == "socket"
        self.house.schedule.start(after=GREETED_WITHIN if by_socket else 0.0)
        if by_socket:
            self._socket = Socket(
                self.house.app,
                app_token=self.settings.slack_app_token.get_secret_value(),
                concurrency=self.settings.socket_concurrency,
                on_hello=self._catch_up,
            )
            self._socket.start()
        log.info("started", url=self.url, mode=self.settings.slack_mode)

    def stop(self) -> None:
        """Take nothing more in, finish what is held, give everything back."""
        for end in self.house.endings:  # first, or what takes long would go on meanwhile
            end()
        if self._socket:
            self._socket.stop()
        if self._server and self._serving:
            self._server.should_exit = True
            self._serving.join(timeout=30)
        self.house.schedule.stop()
        self.house.answers.close()
        self.runner.stop()
        self.db.close()
        if self._listener:
            self._listener.close()
        log.info("stopped")

    def degraded(self) -> dict[str, str]:
        """Return what is degraded and why, for /readyz; empty when all is well."""
        worries: dict[str, str] = {}
        if not self.introduction.known:
            worries["slack"] = "not reached yet"
        elif self._socket and not self._socket.connected:
            worries["slack"] = self._socket.refused or "the Socket Mode connection is down"
        with self.db.read() as work:
            waiting = backlog(work, at=self.clock.real())
            parked = count_stuck(work)
            paused = slack_paused_until(work, at=self.clock.real())
        if paused and "slack" not in worries:
            worries["slack"] = "calls are paused: it was not reached, or does not take the token"
        if waiting.oldest_seconds > OUTBOX_IS_LATE.total_seconds():
            worries["outbox"] = f"the oldest message waits {waiting.oldest_seconds:.0f} s"
        if parked:
            worries["parked"] = f"{parked} messages; smarketing doctor names them"
        return worries

    def _try_parked_again(self) -> None:
        """Send what was parked: whoever restarts the bot has mended something."""
        with self.db.begin() as work:
            retry_parked(work, at=self.clock.real())

    def _purge(self) -> None:
        keep = timedelta(days=self.settings.keep_payloads_days)
        with self.db.begin() as work:
            purge(work, at=self.clock.real(), keep=keep)

    def _wake(self) -> None:
        self.runner.wake()

    def _introduce(self) -> None:
        try:
            self.introduction()
        except NOT_REACHED as fault:
            log.warning("slack_not_reached", error=type(fault).__name__)

    def _find_the_channels(self) -> None:
        """Ask Slack on the very first start, so that the first card has somewhere to go."""
        with self.db.read() as work:
            if channel_id(work, "sales") and channel_id(work, "marketing"):
                return
        sync = next(sweep for sweep in self.house.schedule.sweeps if sweep.name == people.SYNC)
        try:
            sync.do()
        except NOT_REACHED as fault:
            log.warning("slack_not_reached", error=type(fault).__name__)

    def _catch_up(self) -> None:
        for sweep in self.house.schedule.sweeps:
            self.house.schedule.sweep_now(sweep.name)

    def _serve(self, listener: socket.socket) -> None:
        health = Health(self.db, self.degraded)
        routes = [
            *self.house.routes,
            Route("/healthz", health.alive),
            Route("/readyz", health.ready),
            metrics_route(REGISTRY, self.settings.metrics_token.get_secret_value()),
        ]
        if self.settings.slack_mode == "http":
            gate = Gate(
                self.house.app,
                secret=self.settings.slack_signing_secret.get_secret_value(),
                clock=self.clock,
                threads=self.settings.socket_concurrency,
            )
            routes.append(Route("/slack/events", gate.answer, methods=["POST"]))
        config = uvicorn.Config(
            make_web(routes),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=10,
        )
        self._server = uvicorn.Server(config)
        self._serving = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="web"
        )
        self._serving.start()


def join_rooms(house: House, settings: Settings) -> Room:
    """Plug every room into the house; return what the leads room works with."""
    of_people = people_settings(settings)
    events.plug_in(house.schedule)
    people.plug_in(house, of_people)
    room = leads.plug_in(house, lead_settings(settings), of_people)
    content.plug_in(house, content_settings(settings), of_people, room)
    board = scoreboard.plug_in(house, score_settings(settings))
    meetings.plug_in(house, meeting_settings(settings), of_people, room, board)
    digests.plug_in(house, of_people, room, score_settings(settings))
    home.plug_in(house)
    house.routes.append(
        webhook_route(
            house.db,
            room,
            secrets=[secret.get_secret_value() for secret in settings.webhook_secrets],
            tokens=[token.get_secret_value() for token in settings.webhook_tokens],
            rate=settings.webhook_rate,
        )
    )
    return room


def meetings_room(bot: Bot) -> MeetingRoom:
    """Return what the meetings room's queries are asked with outside a running bot."""
    house = bot.house
    board = ScoreRoom(house.outbox, house.clock, house.commands, score_settings(bot.settings))
    return MeetingRoom(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        settings=meeting_settings(bot.settings),
        people=bot.room.people,
        leads=bot.room,
        scoreboard=board,
    )


def people_settings(settings: Settings) -> PeopleSettings:
    """Return what the people room is told."""
    return PeopleSettings.read(
        sales_channel=settings.sales_channel,
        marketing_channel=settings.marketing_channel,
        joint_channel=settings.joint_channel,
        sales_managers=tuple(settings.sales_managers),
        marketing_managers=tuple(settings.marketing_managers),
        zone=settings.timezone,
        working_days=settings.working_days,
        working_hours=settings.working_hours,
        holiday_country=settings.holiday_country,
    )


def lead_settings(settings: Settings) -> LeadSettings:
    """Return what the leads room is told."""
    return LeadSettings(
        duplicate_window=timedelta(days=settings.duplicate_window_days),
        cards_a_minute=settings.cards_a_minute,
        accept_within_minutes=settings.accept_within_minutes,
        contact_within_hours=settings.contact_within_hours,
        left_behind_at=settings.left_behind_time,
        reactions=settings.reactions,
        take_reaction=settings.take_reaction,
        currency=settings.currency,
    )


def content_settings(settings: Settings) -> ContentSettings:
    """Return what the content room is told."""
    return ContentSettings(
        unowned_after_hours=settings.content_unowned_hours,
        remind_days_before=settings.content_remind_days,
        review_after_months=settings.content_review_months,
        review_notice_days=settings.content_review_notice_days,
    )


def meeting_settings(settings: Settings) -> MeetingSettings:
    """Return what the meetings room is told."""
    return MeetingSettings(
        mail=MailSettings(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            sender=settings.smtp_from,
            tls=settings.smtp_tls,
        ),
        public_url=settings.public_url,
        draft_days=settings.meeting_draft_days,
        weak_acceptance=settings.meeting_weak_acceptance,
    )


def score_settings(settings: Settings) -> ScoreSettings:
    """Return what the scoreboard is told, and the rooms that show its numbers."""
    return ScoreSettings(
        people=people_settings(settings),
        accept_within_minutes=settings.accept_within_minutes,
        contact_within_hours=settings.contact_within_hours,
        answer_within_hours=settings.answer_within_hours,
        currency=settings.currency,
    )


def outbox_settings(settings: Settings) -> OutboxSettings:
    """Return what the outbox is told."""
    return OutboxSettings(
        channel_interval=settings.outbox_channel_interval,
        lease=settings.outbox_lease,
        look_after=settings.outbox_look_after,
        miss_gap=settings.outbox_miss_gap,
        keep_payloads=timedelta(days=settings.keep_payloads_days),
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=1024)
    except OSError as fault:
        raise OperatorError(
            f"Cannot listen on {host}:{port}: {fault.strerror}.",
            cure="Set HTTP_PORT (or HTTP_HOST) to one that is free on this machine.",
        ) from fault
