import random
from contextlib import suppress
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from bot.kit.errors import Refusal
from bot.leads.actions.claim import raise_hand
from bot.leads.actions.feedback import dispute, tell_change, thank
from bot.leads.actions.left_behind import list_left_behind
from bot.leads.actions.receive import receive_leads
from bot.leads.actions.steps import Details, record_step
from bot.leads.actions.verdict import record_reaction
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason
from bot.leads.intake.document import read_document
from bot.leads.store.tables import leads
from tests.leads.scene import (
    MARK,
    NOON,
    PRIYA,
    RITA,
    TOM,
    a_room,
    a_saved_lead,
    open_the_floor,
)
from tests.support.at_once import all_at_once

STEPS = [Step.TAKE, Step.CONTACTED, Step.HAND_BACK, Step.SALES_QUALIFIED]


def one_gesture(room, work, chance, *, lead_id, by, place):
    """A rep reacts, takes or goes on; marketing answers; the person comes back."""
    at = NOON + timedelta(seconds=place)
    told = {"lead_id": lead_id, "by": by, "at": NOON}
    answer = {"lead_id": lead_id, "rep": by.id, "by": MARK, "at": NOON}
    change = {"campaign_id": lead_id, "reasons": [None], "by": MARK, "at": NOON}
    reaction = {"reaction": chance.choice(["fire", "-1"]), "present": chance.random() < 0.7}
    step = {"step": chance.choice(STEPS), "details": Details(reason=Reason.NO_NEED)}
    again = {"id": f"{by.id}-{place}", "source": "form", "email": f"p{lead_id}@x.example"}
    arrival = read_document(again | {"name": "P", "company": "X", "campaign": "C1"})
    chance.choice(
        [
            lambda: record_reaction(room, work, **reaction, event_at=at, **told),
            lambda: raise_hand(room, work, raised=place % 3 > 0, event_at=at, **told),
            lambda: record_step(room, work, **step, **told),
            lambda: thank(room, work, **answer),
            lambda: dispute(room, work, sentence="They asked for it.", **answer),
            lambda: tell_change(room, work, sentence="We left them out.", **change),
            lambda: receive_leads(room, work, [arrival], at=at),
        ]
    )()


def test_many_hands_on_few_leads_never_wait_in_a_circle(db):
    open_the_floor(db)
    numbers = [
        a_saved_lead(
            db, rollup="rollup:1", at=f"{n}.1", email=f"p{n + 1}@x.example", campaign=f"C{n}"
        )
        for n in range(3)
    ]
    room = a_room(cards_a_minute=1)
    with db.begin() as work:
        rollup = {"view": "lead_rollup", "args": {"rollup": "rollup:1"}}
        room.outbox.post(work, key="rollup:1", to="sales", **rollup, at=NOON)
        list_left_behind(room, work, day=NOON.date(), at=NOON + timedelta(days=3))

    def run(seed):
        chance = random.Random(seed)  # noqa: S311 - a play of chance that can be played again
        for place in range(seed * 20, seed * 20 + 20):
            with suppress(Refusal), db.begin() as work:
                by, lead_id = chance.choice([RITA, TOM, PRIYA]), chance.choice(numbers)
                one_gesture(room, work, chance, lead_id=lead_id, by=by, place=place)

    all_at_once(*(partial(run, seed) for seed in range(8)))
    with db.read() as work:
        for row in work.execute(select(leads)):
            assert (row.owner is None) == (row.stage == Stage.MQL)
            assert (row.owner is None) == (row.claimed_at is None)
