from bot.kit.commands import Reply
from bot.kit.errors import Refusal
from bot.kit.slack import for_response_url, make_client
from tests.support.house import a_house


def with_lead_words(house):
    def refuse(_gesture, _words):
        raise Refusal("It is taken. /lead open shows what waits; see example.com/lead too.")

    house.commands.register(
        "lead", "mine", about="your leads", answer=lambda _gesture, words: Reply(f"mine: {words}")
    )
    house.commands.register("lead", "take", usage="L-42", about="take a lead", answer=refuse)


def test_a_command_is_answered_in_its_ack(db):
    house = a_house(db, plug_in=with_lead_words)
    assert house.command("/lead mine now", by="U0RITA") == {
        "text": "mine: now",
        "response_type": "ephemeral",
    }


def test_help_is_what_an_empty_command_says(db):
    house = a_house(db, plug_in=with_lead_words)
    assert "`/lead take L-42` take a lead" in house.command("/lead", by="U0RITA")["text"]


def test_a_refusal_names_commands_with_the_prefix_people_type(db):
    house = a_house(db, plug_in=with_lead_words, prefix="acme-")
    told = house.command("/acme-lead take L-42", by="U0RITA")["text"]
    assert told == "It is taken. /acme-lead open shows what waits; see example.com/lead too."


def test_a_mistyped_word_gets_the_nearest_one(db):
    house = a_house(db, plug_in=with_lead_words, prefix="acme-")
    assert (
        house.command("/acme-lead mien", by="U0RITA")["text"]
        == "/acme-lead has no “mien”. Did you mean /acme-lead mine?"
    )


def test_an_event_that_failed_stays_unacknowledged_so_that_slack_sends_it_again(db):
    def listen(house):
        @house.app.event("reaction_added")
        def fail():
            raise RuntimeError

    house = a_house(db, plug_in=listen)
    assert house.event({"type": "reaction_added"}).status == 500


def test_a_refusal_of_an_event_is_acknowledged(db):
    def listen(house):
        @house.app.event("reaction_added")
        def refuse():
            raise Refusal("Marketers give no verdicts.")

    house = a_house(db, plug_in=listen)
    assert house.event({"type": "reaction_added"}).status == 200
    assert house.told == []


def test_certificates_are_read_once_for_all_calls():
    client = make_client("xoxb-fake")
    hook = for_response_url("https://hooks.slack.com/actions/T0/1/x")
    assert client.ssl is not None
    assert client.ssl is hook.ssl
    assert make_client("xoxb-fake", api_url="http://127.0.0.1:9/api/").ssl is None
