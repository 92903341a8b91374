"""What the outbox renders of this room, from saved rows."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.leads.actions.receive import receive_lead
from bot.leads.actions.steps import Details, record_step
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason
from bot.leads.store.trail import read_trail, write_trail
from bot.people.domain import Channel
from bot.people.held_posts import people_held_for
from bot.people.store import save_channel
from fakeslack.blockkit import check_message
from tests.leads.scene import (
    NOON,
    RITA,
    SALES,
    SAM,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    owned,
    shown,
)
from tests.leads.some_leads import an_arrival

KEY = "rollup:202611231200"


@pytest.fixture
def house(db):
    return a_floor(db)


def rollup(house):
    with house.db.begin() as work:
        house.outbox.post(
            work, key=KEY, to="sales", view="lead_rollup", args={"rollup": KEY}, at=NOON
        )
    message = shown(house, KEY)
    assert check_message(message.blocks if message else []) == []
    return message


def share(db):
    with db.begin() as work:
        save_channel(work, Channel("sales", SALES, "sales", is_private=True, is_ext_shared=True))


def numbers_in(message):
    return [int(line.split()[0].removeprefix("L-")) for line in message.text.splitlines()[1:]]


def test_a_roll_up_lists_ten_with_those_that_wait_first_and_stays_true(house, db):
    numbers = [a_saved_lead(db, card=False, rollup=KEY, name=f"Person {n}") for n in range(12)]
    assert "12 qualified leads came in together · 12 waiting" in rollup(house).text
    house.command(f"/lead take {numbers[0]}", by=RITA.id)
    house.command(f"/lead reject {numbers[1]} no need", by=RITA.id)
    message = rollup(house)
    assert message.text.startswith("12 qualified leads came in together · 10 waiting\n")
    assert numbers_in(message) == numbers[2:]
    house.command(f"/lead take {numbers[5]}", by=TOM.id)
    message = rollup(house)
    assert numbers_in(message) == [*numbers[2:5], *numbers[6:], numbers[0]]
    assert message.text.splitlines()[-1] == (
        f"L-{numbers[0]} Person 0, Northwind Freight · score 82 · Rita Alvarez, not contacted yet"
    )
    assert "Browse all 12" in str(message.blocks)
    assert "Person 5" not in str(message.blocks)


def test_a_roll_up_of_one_has_nothing_to_browse_and_an_empty_one_is_not_shown(house, db):
    assert rollup(house) is None
    lead_id = a_saved_lead(db, card=False, rollup=KEY)
    heading, line = rollup(house).text.splitlines()
    assert heading == "One more qualified lead came in · waiting"
    assert line.startswith(f"L-{lead_id} Ada")
    assert "Browse" not in str(rollup(house).blocks)
    house.command(f"/lead take {lead_id}", by=RITA.id)
    assert rollup(house).text.startswith("One more qualified lead came in\n")


def test_of_a_roll_up_nobody_waits_who_was_erased(house, db):
    erased = a_saved_lead(db, card=False, rollup=KEY, erased=True)
    waits = a_saved_lead(db, card=False, rollup=KEY)
    assert numbers_in(rollup(house)) == [waits, erased]


def test_a_roll_up_keeps_the_way_to_the_old_story(house, db):
    old = a_saved_lead(db, stage=Stage.REJECTED, reason="bad_timing", ended_at=NOON)
    a_saved_lead(db, card=False, rollup=KEY, previous_lead=old)
    message = rollup(house)
    assert f"waiting · continues L-{old}" in message.text
    (earlier,) = [block for block in message.blocks if block["block_id"] == "earlier"]
    assert f"Earlier story: L-{old}, rejected" in earlier["text"]["text"]
    assert earlier["accessory"]["value"] == f"L{old}"
    a_saved_lead(db, card=False, rollup=KEY)
    assert "earlier" not in [block["block_id"] for block in rollup(house).blocks]


def test_a_shared_channels_roll_up_names_nobody(house, db):
    a_saved_lead(db, card=False, rollup=KEY)
    share(db)
    assert "Ada" not in str(rollup(house))
    assert "Northwind" not in str(rollup(house))


def line(house, lead_id, step_id):
    key = f"lead:{lead_id}:line:{step_id}"
    with house.db.begin() as work:
        house.outbox.post(
            work,
            key=key,
            to="sales",
            view="lead_line",
            args={"lead": lead_id, "trail": step_id},
            at=NOON,
        )
    return shown(house, key)


def test_a_line_of_somebody_who_came_back_mentions_the_owner(house, db):
    lead_id = a_saved_lead(db, **owned())
    with db.begin() as work:
        step = write_trail(
            work,
            lead_id=lead_id,
            kind="came_back",
            at=NOON,
            facts={
                "source": "form",
                "campaign": "Webinar <!here>",
                "score": 90,
                "score_before": 82,
            },
        )
    message = line(house, lead_id, step)
    assert message.text == snapshot(
        "<@U0RITA> L-1: Came back: Webinar &lt;!here&gt; by form, score 90 (was 82)."
    )
    assert check_message(message.blocks) == []


def test_an_owner_who_is_off_is_told_when_they_work_and_not_pinged(house, db):
    sunday = NOON - timedelta(hours=20)
    lead_id = a_saved_lead(db, **owned(claimed_at=sunday - timedelta(days=3)))
    with db.begin() as work:
        receive_lead(a_room(), work, an_arrival("evt-2"), at=sunday)
    step = story_steps(db, lead_id)[-1]
    line = shown(house, f"lead:{lead_id}:line:{step.id}")
    assert line.text == (
        f"L-{lead_id}: Came back: Webinar: Faster customs by form, score 82 (was 82). "
        "“Can you do T1 transit?”"
    )
    key = f"lead:{lead_id}:news:{step.id}:{RITA.id}"
    assert message_row(db, key) is None
    with db.begin() as work:
        a_room().at_work.tell_those(work, at=NOON)
    told = shown(house, key)
    assert check_message(told.blocks) == []
    assert told.text == (
        f"L-{lead_id} Northwind Freight. "
        "Came back: Webinar: Faster customs by form, score 82 (was 82). “Can you do T1 transit?”"
    )
    assert told.blocks[-1]["elements"][0]["value"] == f"L{lead_id}"


def test_an_owner_at_work_is_mentioned_and_gets_no_message_besides(house, db):
    lead_id = a_saved_lead(db, **owned())
    with db.begin() as work:
        receive_lead(a_room(), work, an_arrival("evt-2"), at=NOON)
        assert people_held_for(work) == []
    step = story_steps(db, lead_id)[-1]
    assert shown(house, f"lead:{lead_id}:line:{step.id}").text.startswith("<@U0RITA> ")
    assert message_row(db, f"lead:{lead_id}:news:{step.id}:{RITA.id}") is None


def story_steps(db, lead_id):
    with db.read() as work:
        return read_trail(work, lead_id)


def the_line(house, db, kind, *, actor=SAM.id, **facts):
    lead_id = a_saved_lead(db, **owned())
    with db.begin() as work:
        step = write_trail(work, lead_id=lead_id, kind=kind, actor=actor, at=NOON, facts=facts)
    message = line(house, lead_id, step)
    assert check_message(message.blocks) == []
    assert message.blocks[0]["text"]["text"] == message.text.replace(f"L-{lead_id}: ", "")
    return message.text


def test_who_is_given_a_lead_hears_of_it_and_so_does_who_had_it(house, db):
    assert the_line(house, db, "reassigned", **{"from": RITA.id, "to": TOM.id}) == snapshot(
        "<@U0TOM> <@U0RITA> L-1: Sam Carter gave it to Tom Becker. It was Rita Alvarez's."
    )
    assert the_line(house, db, "reassigned", **{"from": None, "to": TOM.id}) == snapshot(
        "<@U0TOM> L-2: Sam Carter gave it to Tom Becker."
    )


def test_whose_lead_is_handed_back_by_another_hears_of_it(house, db):
    facts = {"from": RITA.id, "comment": "on <@U0TOM> leave"}
    assert the_line(house, db, "handed_back", **facts) == snapshot(
        "<@U0RITA> L-1: Sam Carter handed it back; it waits for someone. Rita Alvarez had it. ‘on &lt;@U0TOM&gt; leave’"
    )


def test_nobody_is_told_of_what_they_did_themselves_or_after_they_left(house, db):
    assert "<@" not in the_line(house, db, "handed_back", actor=RITA.id, **{"from": RITA.id})
    assert the_line(house, db, "reassigned", **{"from": "U0GUS", "to": SAM.id}).startswith("L-2: ")


def test_no_other_line_mentions_anybody(house, db):
    assert the_line(house, db, "rejected", actor=TOM.id, comment="on <@U0RITA> leave") == snapshot(
        "L-1: Tom Becker rejected it. ‘on &lt;@U0RITA&gt; leave’"
    )
    share(db)
    assert "leave" not in the_line(house, db, "rejected", actor=TOM.id, comment="on leave")


def test_a_line_of_an_unknown_kind_or_a_missing_step_breaks_nothing(house, db):
    lead_id = a_saved_lead(db)
    with db.begin() as work:
        step = write_trail(
            work, lead_id=lead_id, kind="thanked_twice", actor=TOM.id, at=NOON, facts={"reason": 5}
        )
    assert "thanked twice" in line(house, lead_id, step).text
    assert line(house, lead_id, 4711) is None
    assert line(house, 4711, step) is None


def test_a_rejected_card_says_who_and_why(house, db):
    lead_id = a_saved_lead(db)
    with db.begin() as work:
        record_step(
            a_room(),
            work,
            lead_id=lead_id,
            step=Step.REJECT,
            details=Details(reason=Reason.NO_NEED),
            by=TOM,
            at=NOON,
        )
    assert "Rejected · Tom Becker" in shown(house, f"lead:{lead_id}:card").text


def test_a_shared_channels_card_leaves_the_person_out(house, db):
    lead_id = a_saved_lead(db)
    share(db)
    message = shown(house, f"lead:{lead_id}:card")
    assert "Ada" not in str(message)
    house.click("lead.open", f"L{lead_id}", by=RITA.id)
    assert "Ada Okafor" in house.answers.responses[0]["text"]


def test_a_long_story_leaves_out_its_middle(house, db):
    lead_id = a_saved_lead(db)
    with db.begin() as work:
        for number in range(90):
            write_trail(
                work,
                lead_id=lead_id,
                kind="word",
                actor=TOM.id,
                at=NOON,
                facts={"comment": f"{number}. " + "x" * 400},
            )
    answer = house.command(f"/lead trail {lead_id}", by=RITA.id)
    assert check_message(answer["blocks"], ephemeral=True) == []
    assert "‘0. " in str(answer)
    assert "… 30 steps are left out here." in str(answer)
    assert 3900 < len(answer["text"]) <= 4000
    assert "‘89. " in str(answer)
