"""A floor on Monday noon, 23 November 2026, whose managers set up a strategy meeting."""

from typing import Any

from sqlalchemy import select

from bot.kit.db import Database
from bot.kit.house import House
from bot.kit.outbox.table import outbox
from bot.leads import feature as leads
from bot.leads.domain.settings import LeadSettings
from bot.meetings import feature
from bot.meetings.domain.dates import Occurrence
from bot.meetings.domain.settings import MailSettings, MeetingSettings
from bot.meetings.room import Room
from bot.meetings.store.dates import occurrences_from
from bot.meetings.store.mail import Mail, mails_of
from bot.people import store as people_store
from bot.people.domain import Channel
from bot.people.feature import tell_at_work
from fakeslack.blockkit import check_message, check_view
from tests.builders import some_facts, some_people_settings
from tests.leads.scene import MAYA, open_the_floor, stand_in_slack
from tests.support.house import MONDAY_NOON, StoppedClock, TestedHouse, a_house

JOINT = "C0JOINT"
EVERYBODY = ["U0MARK", "U0MAYA", "U0PRIYA", "U0RITA", "U0SAM", "U0TOM"]
USUAL = {
    "meeting.rule": "first Tuesday",
    "meeting.at": {"selected_time": "10:00"},
    "meeting.zone": "Europe/Berlin",
    "meeting.minutes": {"selected_option": {"value": "60"}},
    "meeting.countries": "",
    "meeting.place": "https://meet.example.com/strategy",
    "meeting.who": {"selected_option": {"value": "teams"}},
    "meeting.people": {"selected_users": []},
    "meeting.consulted0": {"selected_users": []},
    "meeting.topic0": "",
    "meeting.chair": {"selected_user": None},
}


class MeetingHouse:
    """A house with leads and meetings, and the room that its actions take."""

    def __init__(
        self,
        db: Database,
        *,
        joint: bool = True,
        mail: MailSettings | None = None,
        public_url: str = "",
        clock: StoppedClock | None = None,
        people: dict[str, Any] | None = None,
        new: bool = True,
    ) -> None:
        if new:
            open_the_floor(db)
            with db.begin() as work:
                for one in EVERYBODY:
                    name = people_store.names_of(work, [one])[one]
                    facts = people_store.facts_of(work, one)
                    known = {field: getattr(facts, field) for field in facts.__dataclass_fields__}
                    address = f"{name.split()[0].lower()}@example.com"
                    again = some_facts(**known | {"email": address})
                    people_store.save_facts(work, [again], read_at=MONDAY_NOON)
                if joint:
                    channel = Channel("joint", JOINT, "strategy", is_private=True)
                    people_store.save_channel(work, channel)
        settings = some_people_settings(
            joint_channel="#strategy" if joint else "", **(people or {})
        )
        made: list[Room] = []

        def plug_in(house: House) -> None:
            below = leads.plug_in(house, LeadSettings(), settings)
            wanted = MeetingSettings(mail=mail or MailSettings(), public_url=public_url)
            made.append(feature.plug_in(house, wanted, settings, below))
            tell_at_work(house, below.at_work)

        self.db = db
        self.house: TestedHouse = a_house(db, plug_in=plug_in, clock=clock or StoppedClock())
        self.room = made[0]

    @property
    def clock(self) -> StoppedClock:
        return self.house.clock

    def set_up(self, *, by: str = MAYA.id, **fields: Any) -> dict[str, Any]:
        """Fill the form in and save what it shows; the ack that says it is done."""
        shown = self.fill_in(by=by, **fields)
        assert shown.get("response_action") == "push", shown
        note = shown["view"]["private_metadata"]
        return self.save(note, by=by)

    def fill_in(self, *, by: str = MAYA.id, **fields: Any) -> dict[str, Any]:
        """Fill the form in; the ack with the preview or the errors."""
        self.house.command("/meeting setup", by=by)
        opened = self.house.opened
        assert check_view(opened) == []
        given = USUAL | {f"meeting.{name}": value for name, value in fields.items()}
        note = _read(opened["private_metadata"])
        ack = self.house.submit("meeting.setup", given, by=by, note=note)
        if "view" in ack:
            assert check_view(ack["view"]) == []
        return ack

    def save(self, note: str, *, by: str = MAYA.id) -> dict[str, Any]:
        """Save what the preview showed."""
        return self.house.submit("meeting.setup_save", by=by, note=_read(note))

    @property
    def heard(self) -> str:
        """What the person who made the last gesture was told."""
        ack = self.house.acks[-1]
        if "view" in ack:
            return str(ack["view"]["blocks"])
        if "text" in ack:
            return str(ack["text"])
        return str(self.house.answers.responses[-1]["text"])

    def meetings(self) -> list[Occurrence]:
        """Every meeting, in order of time."""
        with self.db.read() as work:
            return occurrences_from(work)

    def the(self, period: str) -> Occurrence:
        """The meeting of a period."""
        return next(one for one in self.meetings() if one.period == period)

    def mails(self, period: str = "2026-12", *, sequence: int = 0) -> list[Mail]:
        """The letters about one change of a meeting."""
        found = self.the(period)
        with self.db.read() as work:
            return mails_of(work, found.id, sequence=sequence)

    def posted(self) -> dict[str, str]:
        """Every message of the room: its key and where it goes."""
        with self.db.read() as work:
            rows = work.execute(
                select(outbox.c.key, outbox.c.destination)
                .where(outbox.c.key.like("meeting:%"))
                .order_by(outbox.c.id)
            )
            return {row.key: row.destination for row in rows}

    def shown(self, key: str) -> Any:
        """A message as the sender would render it now, which Slack would take."""
        with self.db.read() as work:
            row = work.execute(select(outbox).where(outbox.c.key == key)).one()
            message = self.house.views.render(work, row.view, row.args)
        if message is not None:
            assert check_message(message.blocks) == []
            assert message.text
        return message

    def invitation(self, period: str = "2026-12", to: str = "joint") -> Any:
        """The invitation as it is shown now."""
        return self.shown(f"{self.the(period).subject}:invitation:{to}")

    def stand(self, period: str = "2026-12", to: str = "joint", ts: str = "7.7") -> None:
        """As if the invitation stood in Slack."""
        with self.db.begin() as work:
            key = f"{self.the(period).subject}:invitation:{to}"
            stand_in_slack(work, key, channel=JOINT, ts=ts)

    def tick(self) -> None:
        """Let what is due by the clock be done."""
        self.house.schedule.tick_now()


def _read(note: str) -> Any:
    import json

    return json.loads(note)


def buttons_of(message: Any) -> list[tuple[str, str]]:
    """(action, value) of every button of a message."""
    return [
        (element["action_id"], element["value"])
        for block in message.blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("type") == "button"
    ]
