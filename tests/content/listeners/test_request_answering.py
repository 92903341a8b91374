import pytest

from bot.content.domain.request import Closing, State
from fakeslack.blockkit import check_message, check_view
from tests.content.listeners.test_request_asking import buttons, note, opened, then
from tests.content.scene import (
    MARK,
    MARKETING,
    MAYA,
    MONA,
    PRIYA,
    RITA,
    TOM,
    a_content_floor,
    a_saved_lead,
    asked,
    message_row,
    share_marketing,
    shown,
    stand_in_slack,
    the_request_now,
)

LINK = "https://example.com/customs-roi"
TS = "1764000000.000700"


@pytest.fixture
def house(db):
    return a_content_floor(db)


@pytest.fixture
def request_(house, db):
    """A request whose card stands in Slack."""
    request = asked(db)
    with db.begin() as work:
        stand_in_slack(work, request.card, channel=MARKETING, ts=TS)
    return request


def on_card(house, verb, by=MARK, number=1):
    return house.click(f"request.{verb}", f"CR{number}", by=by.id, channel=MARKETING, ts=TS)


def say(house, words, by=MARK):
    answer = house.command(f"/content {words}", by=by.id, channel=MARKETING)
    assert check_message(answer.get("blocks") or [], ephemeral=True) == []
    return answer.get("text", "")


def card_of(house, request):
    card = shown(house, request.card)
    assert check_message(card.blocks) == []
    return card


def dm(house, person, kind):
    """The direct message of a kind to somebody, as it would be sent now."""
    from sqlalchemy import select

    from bot.kit.outbox.table import outbox

    with house.db.read() as work:
        statement = select(outbox).where(outbox.c.destination == person.id, outbox.c.view == kind)
        row = work.execute(statement.order_by(outbox.c.id.desc())).first()
        message = house.views.render(work, row.view, row.args) if row else None
    if message:
        assert check_message(message.blocks) == []
    return message


def test_the_card_says_who_for_whom_by_when_and_offers_the_five_buttons(house, request_, db):
    card = card_of(house, request_)
    assert card.text.startswith("CR-1: Rita Alvarez asked for Customs ROI one-pager, needed by")
    assert [action for action, _ in buttons({"blocks": card.blocks})] == [
        "request.take",
        "request.deliver",
        "request.ask_back",
        "request.decline",
        "request.same_as",
    ]


def test_take_it_by_button_edits_the_card_through_the_click(house, request_, db):
    on_card(house, "take")
    assert the_request_now(db, request_).owner == MARK.id
    row = message_row(db, request_.card)
    assert (row.state, row.response_url) == ("waiting", "http://127.0.0.1:9/response/1")
    assert "✋ Mark Osei has it" in card_of(house, request_).text
    house.clock.move(seconds=8)
    on_card(house, "take", by=MONA)
    assert house.told == ["Mark Osei took CR-1 eight seconds ago."]


def test_delivered_by_its_form_the_rep_gets_it_and_is_asked_once(house, request_, db):
    on_card(house, "deliver")
    form = opened(house)
    ack = house.submit("request.deliver", {"link": "nonsense"}, by=MARK.id, note=note(form))
    assert "begins with https://" in ack["errors"]["link"]
    fields = {"link": LINK, "note": "Page 2 has the German numbers"}
    done = then(house.submit("request.deliver", fields, by=MARK.id, note=note(form)))
    assert ("content.add_delivered", "CR1") in buttons(done)
    assert "Rita Alvarez gets it as a direct message" in str(done)
    message = dm(house, RITA, "request_delivered")
    assert LINK in message.text
    assert "Page 2 has the German numbers" in message.text
    assert [action for action, _ in buttons({"blocks": message.blocks})] == [
        "request.helped",
        "request.not_helped",
    ]
    house.click("request.helped", "D1", by=RITA.id, channel="D0RITA")
    assert the_request_now(db, request_).closing is Closing.HELPED
    assert "You said that it helped" in dm(house, RITA, "request_delivered").text
    assert "👍 It helped Rita Alvarez" in card_of(house, request_).text


def test_not_helped_asks_why_and_opens_it_again(house, request_, db):
    say(house, f"answer CR-1 {LINK}")
    house.click("request.not_helped", "D1", by=RITA.id, channel="D0RITA")
    form = opened(house)
    fields = {"miss": {"selected_option": {"value": "too generic"}}, "why": "No German numbers"}
    house.submit("request.not_helped", fields, by=RITA.id, note=note(form))
    now = the_request_now(db, request_)
    assert (now.state, now.reason) == (State.OPEN, "too generic: No German numbers")
    card = card_of(house, request_)
    assert "👎 It did not help Rita Alvarez: too generic: No German numbers" in card.text
    assert "Delivered before" in card.text
    news = dm(house, MARK, "request_news")
    assert "did not help Rita Alvarez" in news.text
    assert buttons({"blocks": news.blocks})[0] == ("request.take", "CR1")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (LINK, LINK),
        (f"<{LINK}>", LINK),
        (f"<{LINK}|{LINK}>", LINK),
        (f"<{LINK}|our one-pager>", LINK),
        ("<http://example.com/roi|example.com/roi>", "https://example.com/roi"),
        ("<https://example.com/a?x=1&amp;y=2>", "https://example.com/a?x=1&y=2"),
        (f"“{LINK}”", LINK),
    ],
)
def test_a_link_is_read_as_slack_escapes_it_and_the_rest_is_the_note(
    house, request_, db, typed, kept
):
    told = say(house, f"answer cr12 {typed}".replace("cr12", "CR 1") + " with  two words")
    assert told.startswith("CR-1 Customs ROI one-pager is delivered. Rita Alvarez gets it")
    message = dm(house, RITA, "request_delivered")
    assert kept in message.text
    assert "“with two words”" in message.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("answer", "Which request? Write its number"),
        ("answer CR-99 https://example.com", "There is no CR-99"),
        ("answer CR-1 javascript:alert(1)", "A link begins with https://"),
        ("answer CR-1 see page 4", "A link begins with https://"),
        ("take CR-0", "Which request?"),
        ("take CR-99999999999999999999", "There is no such request"),
        ("decline CR-1 …", "Say why in a sentence"),
        ("hand CR-1 Mona", "Mention a marketer"),
        ("hand CR-1 <@U0RITA>", "is not in marketing"),
        ("same CR-1", "The same as which one?"),
        ("list everything", "“everything” is no list"),
        ("anwser CR-1", "Did you mean /content answer CR-1?"),
    ],
)
def test_bad_numbers_links_and_rights_get_a_precise_sentence(house, request_, words, said):
    assert said in say(house, words)


@pytest.mark.parametrize(
    "words", ["answer CR-1 https://example.com", "take CR-1", "decline CR-1 no", "ask CR-1 why?"]
)
def test_reps_answer_nothing_by_command_either(house, request_, words):
    assert say(house, words, by=TOM).startswith("Only marketers can ")


def test_words_left_out_are_asked_for_by_a_form(house, request_):
    for words, callback in (
        ("answer CR-1", "request.deliver"),
        ("decline CR-1", "request.decline"),
        ("ask CR-1", "request.ask_back"),
        ("hand CR-1", "request.hand"),
    ):
        assert say(house, words) == ""
        assert opened(house)["callback_id"] == callback


def test_asked_back_by_button_and_answered_by_modal(house, request_, db):
    on_card(house, "ask_back", by=MONA)
    form = opened(house)
    ack = house.submit("request.ask_back", {"question": "?"}, by=MONA.id, note=note(form))
    assert "question" in ack["errors"]
    house.submit("request.ask_back", {"question": "Which country?"}, by=MONA.id, note=note(form))
    message = dm(house, RITA, "request_question")
    assert "Mona Schmidt asks: “Which country?”" in message.text
    assert "no answer yet" in card_of(house, request_).text
    house.click("request.answer", "Q1", by=RITA.id, channel="D0RITA")
    form = opened(house)
    house.submit("request.answer", {"answer": "Germany"}, by=RITA.id, note=note(form))
    assert "Rita Alvarez: “Germany”" in card_of(house, request_).text
    assert "You answered: “Germany”" in dm(house, RITA, "request_question").text
    assert "Rita Alvarez answers: “Germany”" in dm(house, MONA, "request_news").text
    say(house, "decline CR-1 Not in Germany")
    house.click("request.answer", "Q1", by=RITA.id, channel="D0RITA")
    assert "Mark Osei declined CR-1 just now: Not in Germany." in house.told


def test_declined_by_its_form_who_asked_reads_why(house, request_, db):
    on_card(house, "decline")
    form = opened(house)
    house.submit("request.decline", {"reason": "The deck has it"}, by=MARK.id, note=note(form))
    assert "Mark Osei declined it: “The deck has it”" in dm(house, RITA, "request_news").text
    assert "*Declined* by Mark Osei" in str(card_of(house, request_).blocks)


def test_same_as_by_button_offers_the_others_that_wait(house, request_, db):
    on_card(house, "same_as")
    assert house.told[-1] == "CR-1 is the only request that waits."
    other = asked(db, topic="ROI sheet", by=TOM)
    on_card(house, "same_as")
    form = opened(house)
    fields = {"other": {"selected_option": {"value": f"CR{other.id}"}}}
    house.submit("request.same_as", fields, by=MARK.id, note=note(form))
    assert the_request_now(db, request_).merged_into == other.id
    news = dm(house, RITA, "request_news")
    assert "this is the same as CR-2" in news.text
    assert buttons({"blocks": news.blocks}) == [("request.show", "CR2")]
    card = shown(house, other.card)
    assert "Tom Becker" in card.text
    assert "Rita Alvarez" in card.text


def test_handed_over_by_the_menu_the_new_owner_is_told(house, request_, db):
    chosen = {"type": "overflow", "selected_option": {"value": "hand CR1"}}
    house.click("request.more", by=MARK.id, channel=MARKETING, ts=TS, **chosen)
    form = opened(house)
    ack = house.submit(
        "request.hand", {"to": {"selected_user": TOM.id}}, by=MARK.id, note=note(form)
    )
    assert "is not in marketing" in ack["errors"]["to"]
    fields = {"to": {"selected_user": MONA.id}}
    house.submit("request.hand", fields, by=MARK.id, note=note(form))
    assert the_request_now(db, request_).owner == MONA.id
    news = dm(house, MONA, "request_news")
    assert "Mark Osei handed it to Mona Schmidt" in news.text
    assert say(house, "hand CR-1 <@U0MARK|mark>", by=MAYA) == (
        "CR-1 Customs ROI one-pager is Mark Osei's now."
    )


def test_one_tap_puts_what_was_delivered_into_the_library(house, request_, db):
    answer = house.command(f"/content answer CR-1 {LINK}", by=MARK.id)
    assert ("content.add_delivered", "CR1") in buttons({"blocks": answer["blocks"]})
    house.click("content.add_delivered", "CR1", by=MARK.id)
    (response,) = house.answers.responses
    assert response["replace"]
    assert "It stands in the library as A-1" in response["text"]
    card = card_of(house, request_)
    assert "in the library as A-1" in str(card.blocks)
    assert "content.add_delivered" not in str(card.blocks)
    house.click("content.add_delivered", "CR1", by=MONA.id)
    assert "It stands in the library already: A-1" in house.told[-1]


def test_the_story_stands_in_the_cards_thread_and_in_show(house, request_, db):
    say(house, "take CR-1")
    say(house, f"answer CR-1 {LINK} as you like")
    with db.read() as work:
        from sqlalchemy import select

        from bot.kit.outbox.table import outbox

        lines = work.execute(select(outbox).where(outbox.c.view == "request_step")).all()
    assert [line.thread_key for line in lines] == [request_.card]
    line = shown(house, lines[0].key)
    assert check_message(line.blocks) == []
    assert "Mark Osei delivered it" in line.text
    answer = house.command("/content show CR-1", by=RITA.id)
    assert check_message(answer["blocks"]) == []
    for said in ("asked for it", "took it", "delivered it"):
        assert said in str(answer["blocks"])
    assert "Withdraw" not in str(answer["blocks"])


def test_lists_are_what_they_say(house, request_, db):
    house.clock.at = house.clock.at.replace(day=27)
    asked(db, topic="Next week", by=TOM, needed_by=house.clock.at.replace(day=30).date())
    asked(db, topic="From Priya", by=PRIYA)
    assert say(house, "list").startswith("Three requests without an answer")
    assert say(house, "list overdue").startswith("Two requests past their day")
    assert say(house, "list mine", by=TOM).startswith("One request of yours")
    assert say(house, "list mine") == "You have no request: none taken that waits, none asked for."
    say(house, "take CR-2")
    assert "CR-2 Next week" in say(house, "list mine")
    assert say(house, "list all").splitlines()[1].startswith("CR-3")


def test_where_others_read_along_nobody_is_named_and_nothing_is_quoted(house, db):
    lead = a_saved_lead(db)
    request = asked(
        db, topic="Case study for Northwind Freight", belief="Ada doubts the price", lead_id=lead
    )
    say(house, "ask CR-1 What did Ada say?")
    with db.begin() as work:
        share_marketing(work)
        from sqlalchemy import select

        from bot.kit.outbox.table import outbox

        lines = work.execute(select(outbox.c.key).where(outbox.c.destination == "marketing"))
        keys = list(lines.scalars())
    assert len(keys) == 2
    for key in keys:
        message = shown(house, key)
        assert check_message(message.blocks) == []
        for personal in ("Ada", "Northwind"):
            assert personal not in message.text + str(message.blocks)
    assert "L-1" in shown(house, request.card).text


def test_hostile_words_stay_words(house, db):
    evil = "<!channel> *bold* <https://evil.example|click> `x` :fire: & \u202eabc"
    request = asked(db, topic=evil, belief=evil, segment=evil)
    say(house, f"ask CR-1 {evil}")
    card = card_of(house, request)
    question = dm(house, RITA, "request_question")
    for message in (card, question):
        everything = message.text + str(message.blocks)
        assert "<!channel>" not in everything
        assert "<https://evil" not in everything
    on_card(house, "show")
    assert check_message(house.answers.responses[-1]["blocks"]) == []


def test_a_number_by_itself_shows_what_it_names(house, request_):
    for number in ("CR-1", "1", "cr–1"):
        assert say(house, number) == say(house, "show CR-1")
    assert say(house, "CR-9").startswith("There is no CR-9.")
    assert say(house, "A-9") == say(house, "show A-9")
    assert say(house, "CR-1 withdraw").endswith("Did you mean /content withdraw CR-1?")


def test_the_prefix_stands_in_what_people_read(db):
    house = a_content_floor(db, prefix="acme-")
    answer = house.command("/acme-content show CR-9", by=MARK.id)
    assert answer["text"] == "There is no CR-9. /acme-content list has those that wait."
    assert check_view(house.opened) == [] if house.client.called("views.open") else True


def shown_to(house, person):
    answer = house.command("/content show CR-1", by=person.id)
    assert check_message(answer["blocks"]) == []
    return [action for action, _ in buttons({"blocks": answer["blocks"]})]


def test_who_asked_can_do_from_show_whatever_is_their_turn(house, request_, db):
    assert shown_to(house, RITA) == ["request.withdraw"]
    say(house, "ask CR-1 Which country?")
    assert shown_to(house, RITA) == ["request.answer", "request.withdraw"]
    assert shown_to(house, TOM) == []
    say(house, f"answer CR-1 {LINK}")
    assert shown_to(house, RITA) == ["request.helped", "request.not_helped"]
    house.click("request.helped", "D1", by=RITA.id)
    assert "It helped Rita Alvarez" in house.answers.responses[-1]["text"]
    assert shown_to(house, RITA) == []


def test_a_long_list_goes_on_page_by_page(house, db):
    for number in range(23):
        asked(db, topic=f"Topic {number}")
    first = house.command("/content list", by=MARK.id)
    assert check_message(first["blocks"]) == []
    assert "and 13 requests more. `/content list open 2` goes on." in str(first["blocks"])
    assert "CR-21" in say(house, "list open 3")
    assert "goes on" not in str(house.acks[-1])
    assert say(house, "list 9") == "There are no more: 23 in all."


def test_the_longest_words_everybody_may_write_are_shown_and_fit(house, db):
    words = "customs & paperwork <b>" * 30
    request = asked(db, topic=words, belief=words, segment=words)
    for number in range(5):
        say(house, f"ask CR-1 {number} {words}", by=MONA)
        house.submit(
            "request.answer", {"answer": words}, by=RITA.id, note={"question": f"Q{number + 1}"}
        )
    card = card_of(house, request)
    assert all(len(block.get("text", {}).get("text", "")) <= 3000 for block in card.blocks)
    say(house, f"answer CR-1 {LINK} {words}")
    for person, kind in ((RITA, "request_delivered"), (RITA, "request_question")):
        assert len(dm(house, person, kind).text) < 4000
    for reader in (RITA, MARK):
        answer = house.command("/content show CR-1", by=reader.id)
        assert check_message(answer["blocks"]) == []
