"""Everything this workspace remembers: people, channels, messages, views, files."""

from dataclasses import dataclass, field
from typing import Any

from fakeslack.channels import Channel
from fakeslack.installation import Installation
from fakeslack.jumps import Jump
from fakeslack.messages import Message
from fakeslack.people import Person
from fakeslack.stamps import Stamps, new_id
from fakeslack.uploads import StoredFile
from fakeslack.views import View


@dataclass
class Team:
    """The organisation the app is installed in."""

    id: str = "T0SMARKET"
    name: str = "Northwind Demo"
    domain: str = "northwind-demo"


@dataclass
class Workspace:
    """The state alone; what happens to it is in `happenings` and the modules of `api`."""

    team: Team
    app: Installation
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    ephemerals: dict[str, Message] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    stamps: Stamps = field(default_factory=Stamps)
    jumps: list[Jump] = field(default_factory=list)

    def __post_init__(self) -> None:
        app = self.app
        self.add_person(
            Person(
                id=app.bot_user_id,
                name=app.name,
                handle=app.name,
                tz="UTC",
                bot=True,
                bot_id=app.bot_id,
                app_id=app.id,
            )
        )

    @property
    def bot(self) -> str:
        return self.app.bot_user_id

    def add_person(self, person: Person) -> None:
        self.people[person.id] = person

    def add_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel

    def person_by_email(self, email: str) -> Person | None:
        wanted = email.strip().lower()
        return next((p for p in self.people.values() if wanted and p.email.lower() == wanted), None)

    def person_by_handle(self, handle: str) -> Person | None:
        wanted = handle.lower()
        return next((p for p in self.people.values() if p.handle.lower() == wanted), None)

    def channel_by_name(self, name: str) -> Channel | None:
        return next((c for c in self.channels.values() if c.name == name and not c.im), None)

    def dm_with(self, person: str) -> Channel | None:
        return self.channels.get(dm_id(person))

    def open_dm(self, person: str) -> Channel:
        """The one conversation of a person with the app, made when first needed."""
        known = self.channels.get(dm_id(person))
        if known:
            return known
        channel = Channel(id=dm_id(person), name="", members=[person, self.bot], im=True)
        self.channels[channel.id] = channel
        return channel

    def open_talk(self, one: str, other: str) -> Channel:
        """The direct messages of two people, which the app has no part in."""
        talk = talk_id(one, other)
        if talk not in self.channels:
            self.add_channel(Channel(id=talk, name="", members=[one, other], im=True, creator=one))
        return self.channels[talk]

    def message(self, channel: str, ts: str) -> Message | None:
        """A lasting or an ephemeral message, if it is still there."""
        here = self.channels.get(channel)
        lasting = here.messages.get(ts) if here else None
        if lasting:
            return lasting
        private = self.ephemerals.get(ts)
        return private if private and private.channel == channel else None

    def show_message(
        self, message: Message, *, metadata: bool = False, full_reactions: bool = False
    ) -> dict[str, Any]:
        shown = message.as_json(metadata=metadata, full_reactions=full_reactions)
        if message.files:
            shown["files"] = [
                self.files[name].as_json() for name in message.files if name in self.files
            ]
            shown["upload"] = False
        return shown

    def home_of(self, person: str) -> View | None:
        return self.views.get(self.homes.get(person, ""))

    def stack_of(self, person: str) -> list[View]:
        return [self.views[view] for view in self.stacks.get(person, [])]

    def new_view(self, person: str, *, root: str = "", previous: str = "") -> View:
        view_id = new_id("V")
        view = View(
            id=view_id,
            person=person,
            team=self.team.id,
            app=self.app.id,
            bot=self.app.bot_id,
            sent={},
            root=root or view_id,
            previous=previous,
        )
        self.views[view_id] = view
        return view

    def view_by_external_id(self, external_id: str) -> View | None:
        return next((v for v in self.views.values() if v.external_id == external_id), None)


def dm_id(person: str) -> str:
    return "D" + person[1:]


def talk_id(one: str, other: str) -> str:
    first, second = sorted((one, other))
    return f"D{first[1:]}{second}"
