import random
import threading
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from bot.kit.errors import Refusal
from bot.leads.actions.claim import raise_hand
from bot.leads.actions.steps import Details, record_step
from bot.leads.actions.verdict import record_reaction
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason
from bot.leads.store.tables import leads
from tests.leads.scene import NOON, PRIYA, RITA, TOM, a_room, a_saved_lead, open_the_floor

STEPS = [Step.TAKE, Step.CONTACTED, Step.HAND_BACK, Step.SALES_QUALIFIED]


def test_many_hands_on_few_leads_never_wait_in_a_circle(db):
    open_the_floor(db)
    numbers = [a_saved_lead(db, rollup="rollup:1", at=f"{n}.1") for n in range(3)]
    room = a_room()
    failed: list[BaseException] = []

    def one_gesture(work, chance, lead_id, by, place):
        at = NOON + timedelta(seconds=place)
        told = {"lead_id": lead_id, "by": by, "at": NOON}
        match chance.randrange(3):
            case 0:
                name, present = chance.choice(["fire", "-1"]), chance.random() < 0.7
                record_reaction(room, work, reaction=name, present=present, event_at=at, **told)
            case 1:
                raise_hand(room, work, raised=chance.random() < 0.6, event_at=at, **told)
            case _:
                details = Details(reason=Reason.NO_NEED)
                record_step(room, work, step=chance.choice(STEPS), details=details, **told)

    def run(seed):
        chance = random.Random(seed)  # noqa: S311 - a play of chance that can be played again
        try:
            for place in range(12):
                with suppress(Refusal), db.begin() as work:
                    by = chance.choice([RITA, TOM, PRIYA])
                    one_gesture(work, chance, chance.choice(numbers), by, place)
        except Exception as fault:  # noqa: BLE001 - a thread's fault is shown below
            failed.append(fault)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with db.read() as work:
        for row in work.execute(select(leads)):
            assert (row.owner is None) == (row.stage == Stage.MQL)
            assert (row.owner is None) == (row.claimed_at is None)
