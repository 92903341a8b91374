"""`/smarketing target`, its buttons and its form, by dispatched payloads."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.scoreboard.store.tables import target_history, targets
from fakeslack.blockkit import check_message, check_view
from tests.leads.scene import MARK, MAYA, RITA, SAM, message_row, shown
from tests.scoreboard.scene import a_board, a_lead_that
from tests.support.house import TestedHouse


@pytest.fixture
def house(db) -> TestedHouse:
    return a_board(db)


def chosen(value: str) -> dict:
    return {"type": "static_select", "selected_option": {"value": value}}


def somebody(who: str | None) -> dict:
    return {"type": "users_select", "selected_user": who}


def day(on: str | None) -> dict:
    return {"type": "datepicker", "selected_date": on}


def said_in_form(**rest) -> dict:
    said = {"metric": "qualified", "span": "this-month", "goal": "100", "first": None, "last": None}
    said |= {"sales_owner": RITA.id, "marketing_owner": MARK.id, **rest}
    return {
        "metric": chosen(said["metric"]),
        "span": chosen(said["span"]),
        "first": day(said["first"]),
        "last": day(said["last"]),
        "goal": said["goal"],
        "sales_owner": somebody(said["sales_owner"]),
        "marketing_owner": somebody(said["marketing_owner"]),
    }


def send(
    house: TestedHouse, *, by: str = SAM.id, target: int = 0, note: dict | None = None, **rest
) -> dict:
    return house.submit("target.save", said_in_form(**rest), by=by, note=note or {"target": target})


def rows(house: TestedHouse, table=targets) -> list:
    with house.db.read() as work:
        return list(work.execute(select(table).order_by(table.c.id)))


def listed(house: TestedHouse, *, by: str) -> dict:
    house.command("/smarketing target", by=by)
    said = house.answers.responses[-1]
    assert check_message(said["blocks"], ephemeral=True) == []
    return said


def buttons(said: dict) -> list[str]:
    return [
        element["text"]["text"]
        for block in said["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_a_manager_sets_a_target_and_everybody_sees_how_it_stands(house, db):
    house.command("/smarketing target set", by=SAM.id)
    assert check_view(house.opened) == []
    ack = send(house)
    assert check_view(ack["view"]) == []
    assert "Set: Qualified leads, November 2026, at least 100." in "\n".join(house.told)
    a_lead_that(db)
    text = listed(house, by=RITA.id)["text"]
    assert "Qualified leads, November 2026" in text
    assert "1 of 100 so far; at this pace 1, 99 short" in text
    assert "Rita Alvarez and Mark Osei answer for it" in text


def test_a_rep_sees_no_buttons_and_a_forged_form_is_refused(house):
    send(house)
    assert buttons(listed(house, by=RITA.id)) == []
    assert buttons(listed(house, by=SAM.id)) == ["Change", "End", "Set a target"]
    house.command("/smarketing target set", by=RITA.id)
    assert "Only sales and marketing managers can set targets" in "\n".join(house.told)
    send(house, by=RITA.id, goal="7")
    assert "Only sales and marketing managers can set targets" in "\n".join(house.told)
    house.click("target.end", "1", by=RITA.id)
    assert "Only sales and marketing managers can end targets" in "\n".join(house.told)
    assert [row.goal for row in rows(house)] == [100]


def test_targets_of_every_length_stand_side_by_side(house):
    for span in ("this-month", "this-quarter", "this-year", "3-years"):
        send(house, span=span)
    send(house, span="other", first="2026-11-20", last="2026-12-11")
    text = listed(house, by=MAYA.id)["text"]
    for words in ("November 2026", "Q4 2026", ", 2026\n", "2026–2028", "20 Nov 2026 – 11 Dec 2026"):
        assert words in text


def test_the_same_metric_and_span_again_changes_the_target_and_keeps_the_history(house):
    send(house)
    send(house, goal="120", by=MAYA.id)
    send(house, goal="120", by=MAYA.id)
    (row,) = rows(house)
    assert (row.goal, row.set_by) == (120, MAYA.id)
    assert [(one.kind, one.goal) for one in rows(house, target_history)] == [
        ("set", 100),
        ("changed", 120),
    ]


def test_changing_opens_the_form_as_it_stands(house):
    send(house)
    house.click("target.change", "1", by=MAYA.id)
    assert check_view(house.opened) == []
    assert '"100"' in str(house.opened).replace("'", '"')
    assert RITA.id in str(house.opened)
    house.submit(
        "target.save",
        {"goal": "90", "sales_owner": somebody(SAM.id), "marketing_owner": somebody(MARK.id)},
        by=MAYA.id,
        note={"target": 1},
    )
    (row,) = rows(house)
    assert (row.goal, row.sales_owner) == (90, SAM.id)


def test_an_ended_target_is_shown_no_more_and_can_be_set_anew(house):
    send(house)
    house.click("target.end", "1", by=SAM.id)
    assert "no shared targets yet" in house.answers.responses[-1]["text"]
    house.click("target.end", "1", by=SAM.id)
    assert "was ended already" in "\n".join(house.told)
    house.click("target.change", "1", by=SAM.id)
    assert "was ended meanwhile" in "\n".join(house.told)
    send(house, goal="70")
    assert "of 70" in listed(house, by=SAM.id)["text"]
    assert [one.kind for one in rows(house, target_history)] == ["set", "ended", "set"]


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"goal": "many"}, "goal", "Write an amount like"),
        ({"goal": "0"}, "goal", "above zero"),
        ({"goal": "0.4"}, "goal", "above zero"),
        ({"metric": "accept_time", "goal": "nan"}, "goal", "above zero"),
        ({"metric": "accept_time", "goal": "inf"}, "goal", "above zero"),
        ({"metric": "acceptance_rate", "goal": "120 %"}, "goal", "at most 100"),
        ({"metric": "rating", "goal": "6"}, "goal", "between 1 and 5"),
        ({"metric": "rating", "goal": "high"}, "goal", "Write it like 3.8"),
        ({"metric": "accept_time", "goal": "soon"}, "goal", "Write it like 45 min"),
        ({"metric": "lost"}, "metric", "no target for deals lost"),
        ({"span": "other"}, "first", "Pick the first and the last day"),
        ({"span": "other", "first": "2026-12-01"}, "last", "Pick the first and the last day"),
        (
            {"span": "other", "first": "2026-12-05", "last": "2026-12-01"},
            "last",
            "on or after the first",
        ),
        ({"span": "other", "first": "2026-01-01", "last": "2026-02-01"}, "last", "is over"),
        ({"span": "other", "first": "2026-01-01", "last": "2090-02-01"}, "last", "ten years"),
        ({"sales_owner": MARK.id}, "sales_owner", "Pick somebody of the sales team"),
        ({"marketing_owner": None}, "marketing_owner", "Pick somebody of the marketing team"),
        ({"sales_owner": "U0GUS"}, "sales_owner", "Pick somebody of the sales team"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(house, wrong, field, told):
    ack = send(house, **wrong)
    assert list(ack["errors"]) == [field]
    assert told in ack["errors"][field]
    assert rows(house) == []


@pytest.mark.parametrize(
    ("metric", "typed", "goal"),
    [
        ("accept_time", "45 min", 45),
        ("contact_time", "2h", 120),
        ("contact_time", "1:30", 90),
        ("acceptance_rate", "90 %", 90),
        ("acceptance_rate", "92.5 %", 93),
        ("rating", "3,8", 3.8),
        ("rating", "3.84", 3.8),
        ("revenue", "1.2m", 1_200_000),
    ],
)
def test_goals_are_read_as_people_write_them(house, metric, typed, goal):
    send(house, metric=metric, goal=typed)
    assert float(rows(house)[0].goal) == goal
    assert listed(house, by=RITA.id)


@pytest.mark.parametrize(
    ("metric", "typed", "asked_again"),
    [
        ("acceptance_rate", "92.5 %", "93 %"),
        ("rating", "3.84", "3.8"),
        ("accept_time", "90 min", "1 h 30 min"),
        ("revenue", "1.2m", "1,200,000"),
    ],
)
def test_a_goal_is_asked_again_as_it_is_said_and_saving_it_so_changes_nothing(
    house, metric, typed, asked_again
):
    send(house, metric=metric, goal=typed)
    house.click("target.change", "1", by=MAYA.id)
    form = {block["block_id"]: block for block in house.opened["blocks"]}
    assert form["goal"]["element"]["initial_value"] == asked_again
    send(house, metric=metric, goal=asked_again, target=1)
    assert [one.kind for one in rows(house, target_history)] == ["set"]


@pytest.mark.parametrize("opened", ["a year ago", "1999-01-01", None])
def test_a_form_opened_on_the_last_day_of_a_month_means_that_month_after_midnight(house, opened):
    house.clock.at = datetime(2026, 11, 30, 22, 50, tzinfo=UTC)  # ten to midnight in Berlin
    house.command("/smarketing target set", by=SAM.id)
    note = json.loads(house.opened["private_metadata"])
    house.clock.move(minutes=20)
    assert "That time is over" in send(house, note=note)["errors"]["span"]
    assert rows(house) == []
    send(house, note=note, span="next-month")
    assert [row.first for row in rows(house)] == [date(2026, 12, 1)]
    send(house, note={"target": 0, "opened": opened}, span="next-month")
    assert [row.first for row in rows(house)] == [date(2026, 12, 1), date(2027, 1, 1)]


def test_who_answers_for_a_target_is_told_once(house):
    send(house, sales_owner=SAM.id)
    assert message_row(house.db, f"target:1:{SAM.id}") is None
    told = shown(house, f"target:1:{MARK.id}")
    assert check_message(told.blocks) == []
    assert "Sam Carter set it and answers for it with you, 1 Nov 2026 to 30 Nov 2026" in told.text
    send(house, by=MAYA.id, goal="80", sales_owner=SAM.id)
    told = shown(house, f"target:1:{SAM.id}")
    assert "Maya Haddad named you and Mark Osei as the two who answer for it" in told.text


def test_a_word_that_is_none_gets_the_way_on(house):
    house.command("/smarketing target sett", by=SAM.id)
    assert "/smarketing target set opens the form" in "\n".join(house.told)


def test_the_home_tab_shows_running_targets_to_both_teams_and_nothing_without_any(house, db):
    section = house.home_sections[-1]
    with db.read() as work:
        assert section(work, RITA.id) == []
    send(house)
    send(house, span="next-month")
    with db.read() as work:
        for who in (RITA.id, MAYA.id):
            blocks = section(work, who)
            assert check_view({"type": "home", "blocks": blocks}) == []
            assert "November 2026" in str(blocks)
            assert "December 2026" not in str(blocks)
        assert section(work, "U0GUS") == []


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "9" * 30, "٣"])
def test_what_no_button_of_ours_carries_is_refused(house, value):
    for action in ("target.change", "target.end"):
        house.click(action, value, by=SAM.id)
        assert "older list" in house.told[-1]
    house.submit("target.save", said_in_form(), by=SAM.id, note={"target": value or "?"})
    assert "older list" in house.told[-1]
    assert rows(house) == []


def test_days_that_no_calendar_picks_are_told_beside_their_field(house):
    for first, last in (("soon", "2027-01-01"), ("0001-01-01", "2027-01-01")):
        assert "first" in send(house, span="other", first=first, last=last)["errors"]
    assert "last" in send(house, span="other", first="2026-12-01", last="9999-12-31")["errors"]


def test_marketings_own_promise_is_what_the_targets_say(house, db):
    a_lead_that(db, taken=5)
    send(house, goal="10")
    send(house, metric="acceptance_rate", span="this-quarter", goal="90 %")
    house.command("/smarketing report month by team", by=RITA.id)
    text = house.answers.responses[-1]["text"]
    assert "Marketing: qualified leads, November 2026 · 1 of 10 so far" in text
    assert "Marketing: acceptance rate, Q4 2026 · 100 %, goal 90 %; on course" in text
