"""The message shortcut "Import leads": the CSV files of a message come in."""

from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.gestures import read_gesture
from bot.kit.house import House
from bot.kit.wording import field, listed
from bot.leads.actions.imports import ask_for_import
from bot.leads.intake.slack_file import SlackImports, csv_files_of
from bot.leads.queries.imports import import_message
from bot.leads.room import Room
from bot.people.queries import acting

TAKE_UP_EVERY = 60.0
"""Seconds between two looks for imports that a crash interrupted, beside the one at the start."""


def register(house: House, room: Room) -> None:
    """Take files in; go on with those a crash interrupted; render the reports."""
    running = SlackImports(house.db, room, house.client)
    house.views.register("lead_import", import_message)
    house.schedule.sweep("leads.imports", TAKE_UP_EVERY, running.take_up)
    house.endings.append(running.stop)

    @house.app.shortcut("lead.import")
    def import_leads(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            files = csv_files_of(body.get("message") or {})
            asked = [
                ask_for_import(room, work, file=file, name=name, by=by) for file, name in files
            ]
        ack()
        for import_id in asked:
            running.start(import_id)
        names = listed([field(name, 60) for _, name in files])
        house.answers.privately(
            gesture, Reply(f"Reading {names}. I will tell you in a direct message what came of it.")
        )
