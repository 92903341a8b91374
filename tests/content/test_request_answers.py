import pytest

from bot.content.actions.library import retire_asset
from bot.content.actions.request_answers import (
    answer_question,
    ask_back,
    decline_request,
    deliver_request,
)
from bot.content.actions.request_claims import hand_request, take_request
from bot.content.actions.request_outcomes import add_delivered, say_whether_it_helped
from bot.content.actions.requests import same_as, withdraw_request
from bot.content.domain.asset import State as AssetState
from bot.content.domain.request import Closing, State
from bot.content.domain.search import Query
from bot.content.queries.search import search_library
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.kit.errors import Refusal, WrongDetail
from bot.people import store as people_store
from tests.builders import some_facts
from tests.content.library import a_saved_asset
from tests.content.scene import (
    MARK,
    MAYA,
    MONA,
    NOON,
    RITA,
    TODAY,
    TOM,
    a_content_room,
    a_saved_lead,
    asked,
    later,
    message_row,
    open_the_content_floor,
    story,
    the_request_now,
)
from tests.leads.scene import story as lead_story

LINK = "https://example.com/customs-roi"


@pytest.fixture(autouse=True)
def _floor(db):
    open_the_content_floor(db)


def do(db, action, **given):
    with db.begin() as work:
        return action(a_content_room(), work, **{"at": NOON, **given})


def deliver(db, request, by=MARK, link=LINK, **given):
    return do(db, deliver_request, request_id=request.id, link=link, by=by, **given)


def refused(db, action, **given):
    with pytest.raises(Refusal) as caught:
        do(db, action, **given)
    return caught.value.sentence


def test_asking_makes_one_card_in_marketing_and_a_line_on_the_leads_trail(db):
    lead = a_saved_lead(db)
    request = asked(db, lead_id=lead)
    row = message_row(db, request.card)
    assert (row.destination, row.view) == ("marketing", "request_card")
    assert (request.state, request.asker, request.number) == (State.OPEN, RITA.id, "CR-1")
    assert "content_asked" in lead_story(db, lead)


def test_the_same_form_sent_twice_is_one_request(db):
    first = asked(db, once="V123")
    assert asked(db, once="V123").id == first.id
    assert asked(db, once="V124").id != first.id


def test_a_topic_without_a_word_and_a_past_day_are_refused_in_their_fields(db):
    with pytest.raises(WrongDetail) as wrong:
        asked(db, topic=" … ")
    assert wrong.value.field == "topic"
    with pytest.raises(WrongDetail) as wrong:
        asked(db, needed_by=later(days=-1).date())
    assert wrong.value.field == "needed_by"


def test_a_delivered_request_is_told_to_who_asked_with_the_thing_itself(db):
    lead = a_saved_lead(db)
    request = asked(db, lead_id=lead)
    delivery = deliver(db, request, note="German numbers on page 2")
    now = the_request_now(db, request)
    assert (now.state, now.owner, now.answered_at) == (State.DELIVERED, MARK.id, NOON)
    row = message_row(db, f"request:{request.id}:delivered:{delivery.id}:{RITA.id}")
    assert row.destination == RITA.id
    assert story(db, request) == ["asked", "delivered"]
    assert "content_delivered" in lead_story(db, lead)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("", "A link is needed"),
        ("deck.pdf", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("https://", "names no website"),
        ("https://rita:secret@example.com/", "name or password"),
        ("https://example.com/a b", "no spaces"),
    ],
)
def test_a_link_is_checked_for_its_form(db, link, said):
    request = asked(db)
    with pytest.raises(WrongDetail, match=said) as wrong:
        deliver(db, request, link=link)
    assert wrong.value.field == "link"
    assert the_request_now(db, request).state is State.OPEN


def test_only_its_owner_answers_a_taken_request_and_the_refusal_names_them(db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA)
    told = refused(
        db, deliver_request, request_id=request.id, link=LINK, by=MARK, at=later(minutes=3)
    )
    assert told == (
        "Mona Schmidt took CR-1 three minutes ago. They can hand it over: /content hand CR-1 @you."
    )
    told = refused(db, decline_request, request_id=request.id, reason="No.", by=MARK)
    assert told.startswith("Mona Schmidt took CR-1")
    do(db, hand_request, request_id=request.id, to=MARK.id, by=MONA)
    assert deliver(db, request).by == MARK.id


def test_what_was_delivered_says_so_to_whoever_comes_later(db):
    request = asked(db)
    deliver(db, request, by=MONA)
    told = refused(db, deliver_request, request_id=request.id, link=LINK, by=MARK, at=later(days=1))
    assert told == ("CR-1 was delivered by Mona Schmidt on Monday. /content show CR-1 opens it.")
    told = refused(db, withdraw_request, request_id=request.id, by=RITA, at=later(hours=2))
    assert told.startswith("CR-1 was delivered by Mona Schmidt at 13:00.")


def test_reps_answer_nothing(db):
    request = asked(db)
    for action, more in (
        (take_request, {}),
        (deliver_request, {"link": LINK}),
        (decline_request, {"reason": "no"}),
        (ask_back, {"question": "which?"}),
        (hand_request, {"to": MARK.id}),
        (same_as, {"other_id": 2}),
        (add_delivered, {}),
    ):
        told = refused(db, action, request_id=request.id, by=TOM, **more)
        assert told.startswith("Only marketers can")


def test_a_declined_request_carries_its_reason_to_who_asked(db):
    request = asked(db)
    told = refused(db, decline_request, request_id=request.id, reason=" … ", by=MARK)
    assert "Say why" in told
    do(db, decline_request, request_id=request.id, reason="The pricing deck has it.", by=MARK)
    now = the_request_now(db, request)
    assert (now.state, now.reason, now.closed_by) == (
        State.DECLINED,
        "The pricing deck has it.",
        MARK.id,
    )
    with db.read() as work:
        step = request_story.latest_step(work, request.id, "declined")
    assert message_row(db, f"request:1:news:{step.id}:{RITA.id}").destination == RITA.id
    told = refused(db, take_request, request_id=request.id, by=MONA)
    assert told == "Mark Osei declined CR-1 just now: The pricing deck has it."


def test_a_manager_declines_what_somebody_else_has(db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA)
    do(db, decline_request, request_id=request.id, reason="Not this year.", by=MAYA)
    assert the_request_now(db, request).state is State.DECLINED


def test_asked_back_answered_and_both_shown(db):
    request = asked(db)
    question = do(db, ask_back, request_id=request.id, question="Which country?", by=MONA)
    assert message_row(db, "request:1:question:1").destination == RITA.id
    assert "asked already" in refused(
        db, ask_back, request_id=request.id, question="Which country?", by=MARK
    )
    assert "Only who asked" in refused(
        db, answer_question, question_id=question.id, answer="DE", by=TOM
    )
    answered = do(db, answer_question, question_id=question.id, answer="Germany", by=RITA)
    assert answered.answer == "Germany"
    do(db, answer_question, question_id=question.id, answer="Germany", by=RITA)
    assert story(db, request) == ["asked", "question", "answered"]
    with db.read() as work:
        step = request_story.latest_step(work, request.id, "answered")
    assert message_row(db, f"request:1:news:{step.id}:{MONA.id}")


def test_what_is_asked_back_goes_to_somebody_who_is_still_here(db):
    request, other = asked(db), asked(db, by=TOM)
    do(db, same_as, request_id=other.id, other_id=request.id, by=MARK)
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(RITA.id, RITA.name, deleted=True)], read_at=NOON)
    question = do(db, ask_back, request_id=request.id, question="Which country?", by=MONA)
    key = f"request:{request.id}:question:{question.id}"
    assert message_row(db, key).destination == TOM.id
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(TOM.id, TOM.name)], read_at=NOON)
    told = refused(db, ask_back, request_id=request.id, question="Which language?", by=MONA)
    assert told == (
        f"Nobody who asked for CR-{request.id} is in either team any more, so nobody can answer. "
        "Decline it, and say so."
    )


def test_it_helped_closes_and_it_did_not_opens_again_with_the_reason(db):
    request = asked(db)
    delivery = deliver(db, request)
    do(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=RITA)
    assert the_request_now(db, request).closing is Closing.HELPED
    do(
        db,
        say_whether_it_helped,
        delivery_id=delivery.id,
        helped=False,
        why="too generic",
        by=RITA,
    )
    now = the_request_now(db, request)
    assert (now.state, now.owner, now.closing, now.reason) == (
        State.OPEN,
        None,
        None,
        "too generic",
    )
    assert now.answered_at == NOON
    with db.read() as work:
        step = request_story.latest_step(work, request.id, "not_helped")
    assert message_row(db, f"request:1:news:{step.id}:{MARK.id}").destination == MARK.id
    second = deliver(db, request, by=MONA, link="https://example.com/v2")
    do(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=RITA)
    assert the_request_now(db, request).state is State.DELIVERED
    do(db, say_whether_it_helped, delivery_id=second.id, helped=True, by=RITA)
    assert the_request_now(db, request).closing is Closing.HELPED


def test_who_thinks_better_of_a_no_closes_what_it_had_opened(db):
    request = asked(db)
    delivery = deliver(db, request)
    judge = {"delivery_id": delivery.id, "by": RITA}
    do(db, say_whether_it_helped, helped=False, why="too generic", **judge)
    do(db, say_whether_it_helped, helped=True, **judge)
    now = the_request_now(db, request)
    assert (now.state, now.closing, now.owner, now.reason) == (
        State.CLOSED,
        Closing.HELPED,
        MARK.id,
        "",
    )


def test_a_no_that_somebody_works_on_or_shares_stays_a_no(db):
    request = asked(db)
    other = asked(db, by=TOM)
    do(db, same_as, request_id=other.id, other_id=request.id, by=MARK)
    delivery = deliver(db, request)
    for by in (RITA, TOM):
        do(db, say_whether_it_helped, delivery_id=delivery.id, helped=False, by=by)
    do(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=RITA)
    assert the_request_now(db, request).state is State.OPEN
    do(db, take_request, request_id=request.id, by=MONA)
    do(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=TOM)
    now = the_request_now(db, request)
    assert (now.state, now.owner) == (State.CLAIMED, MONA.id)


def test_saying_it_twice_is_saying_it_once(db):
    request = asked(db)
    delivery = deliver(db, request)
    for _ in range(2):
        do(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=RITA)
    assert story(db, request).count("helped") == 1


def test_only_who_asked_says_whether_it_helped(db):
    delivery = deliver(db, asked(db))
    told = refused(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=TOM)
    assert told == "Only who asked for CR-1 can say whether it helped."


def test_what_was_delivered_goes_into_the_library_with_its_tags_and_its_rating(db):
    request = asked(db, format="one-pager", segment="Freight forwarders", stage="decision")
    delivery = deliver(db, request)
    do(db, say_whether_it_helped, delivery_id=delivery.id, helped=True, by=RITA)
    asset = do(db, add_delivered, request_id=request.id, by=MONA)
    assert (asset.title, asset.link, asset.request_id) == (request.topic, LINK, request.id)
    assert (str(asset.format), asset.segment, asset.stage) == (
        "one-pager",
        "Freight forwarders",
        "decision",
    )
    told = refused(db, add_delivered, request_id=request.id, by=MARK)
    assert told.startswith("It stands in the library already: A-1")
    with db.read() as work:
        from bot.content.queries.library import asset_by_id

        assert asset_by_id(work, asset.id).helped == 1


def test_a_link_that_stands_in_the_library_is_not_offered_again(db):
    first = asked(db)
    deliver(db, first)
    asset = do(db, add_delivered, request_id=first.id, by=MARK)
    again = deliver(db, asked(db, topic="The same thing"))
    assert again.asset_id == asset.id


@pytest.mark.parametrize("gone", ["retired", "draft"])
def test_what_reps_do_not_find_is_put_into_the_library_anew(db, gone):
    known = a_saved_asset(db, "Customs ROI", link=LINK, approved=gone != "draft")
    if gone == "retired":
        do(db, retire_asset, asset_id=known, by=MARK)
    request = asked(db)
    assert deliver(db, request).asset_id is None
    asset = do(db, add_delivered, request_id=request.id, by=MONA)
    assert (asset.id, asset.state) == (known, AssetState.APPROVED)
    assert asset.review_by > TODAY
    with db.read() as work:
        assert search_library(work, Query("customs roi"), most=5).exact == (asset,)


def test_merged_requests_go_on_as_one_and_everybody_is_told(db):
    lead = a_saved_lead(db)
    goes_on = asked(db)
    merged = asked(db, topic="ROI sheet", by=TOM, lead_id=lead, needed_by=later(days=1).date())
    do(db, same_as, request_id=merged.id, other_id=goes_on.id, by=MARK)
    gone, now = the_request_now(db, merged), the_request_now(db, goes_on)
    assert (gone.closing, gone.merged_into) == (Closing.MERGED, goes_on.id)
    assert now.needed_by == later(days=1).date()
    with db.read() as work:
        assert {one.person for one in store.load_askers(work, goes_on.id)} == {RITA.id, TOM.id}
        left = request_story.latest_step(work, merged.id, "merged")
        came = request_story.latest_step(work, goes_on.id, "joined")
    assert message_row(db, f"request:{merged.id}:news:{left.id}:{TOM.id}")
    assert message_row(db, f"request:{goes_on.id}:news:{came.id}:{RITA.id}")
    delivery = deliver(db, goes_on)
    for person in (RITA, TOM):
        assert message_row(db, f"request:{goes_on.id}:delivered:{delivery.id}:{person.id}")
    told = refused(db, take_request, request_id=merged.id, by=MONA)
    assert told.startswith("CR-2 is the same as CR-1, which goes on: /content show CR-1.")


def test_merging_into_what_was_delivered_brings_it_at_once(db):
    goes_on, merged = asked(db), asked(db, topic="ROI sheet", by=TOM)
    delivery = deliver(db, goes_on)
    do(db, same_as, request_id=merged.id, other_id=goes_on.id, by=MONA)
    assert message_row(db, f"request:{goes_on.id}:delivered:{delivery.id}:{TOM.id}")


def test_a_request_is_not_the_same_as_itself_or_as_one_that_ended(db):
    one, other = asked(db), asked(db, topic="Other")
    do(db, decline_request, request_id=other.id, reason="No budget", by=MARK)
    assert "itself" in refused(db, same_as, request_id=one.id, other_id=one.id, by=MARK)
    told = refused(db, same_as, request_id=one.id, other_id=other.id, by=MARK)
    assert told == "You declined CR-2 just now: No budget."
    assert "There is no CR-99" in refused(db, same_as, request_id=one.id, other_id=99, by=MARK)


def test_withdrawn_it_is_over_and_its_owner_is_told(db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA)
    assert "only by who asked" in refused(db, withdraw_request, request_id=request.id, by=TOM)
    do(db, withdraw_request, request_id=request.id, by=RITA)
    assert the_request_now(db, request).closing is Closing.WITHDRAWN
    with db.read() as work:
        step = request_story.latest_step(work, request.id, "withdrawn")
    assert message_row(db, f"request:1:news:{step.id}:{MONA.id}")
    told = refused(
        db, deliver_request, request_id=request.id, link=LINK, by=MONA, at=later(seconds=5)
    )
    assert told == "Rita Alvarez withdrew CR-1 five seconds ago."


def test_one_of_two_who_ask_steps_back_and_it_goes_on_for_the_other(db):
    goes_on, merged = asked(db), asked(db, topic="ROI sheet", by=TOM)
    do(db, same_as, request_id=merged.id, other_id=goes_on.id, by=MARK)
    do(db, withdraw_request, request_id=goes_on.id, by=RITA)
    now = the_request_now(db, goes_on)
    assert (now.state, now.asker) == (State.OPEN, TOM.id)
    delivery = deliver(db, goes_on)
    assert message_row(db, f"request:1:delivered:{delivery.id}:{RITA.id}") is None


def test_a_request_is_handed_to_marketers_alone(db):
    request = asked(db)
    assert "not in marketing" in refused(
        db, hand_request, request_id=request.id, to=RITA.id, by=MARK
    )
    do(db, hand_request, request_id=request.id, to=MONA.id, by=MARK)
    assert the_request_now(db, request).owner == MONA.id
    with db.read() as work:
        step = request_story.latest_step(work, request.id, "handed")
    assert message_row(db, f"request:1:news:{step.id}:{MONA.id}")
    told = refused(db, hand_request, request_id=request.id, to=MARK.id, by=MARK)
    assert told == (
        "Mona Schmidt took CR-1 just now. They can hand it over, and so can a marketing manager."
    )
    do(db, hand_request, request_id=request.id, to=MARK.id, by=MAYA)
    assert the_request_now(db, request).owner == MARK.id


def test_nobody_is_told_on_a_sunday_night(db):
    request = asked(db)
    sunday = later(days=6, hours=9)
    delivery = deliver(db, request, at=sunday)
    assert message_row(db, f"request:1:delivered:{delivery.id}:{RITA.id}") is None
    with db.read() as work:
        from bot.people.held_posts import people_held_for

        assert people_held_for(work) == [RITA.id]
