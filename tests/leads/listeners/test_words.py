import json

import pytest

from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.trail import read_trail
from bot.leads.store.verdicts import standing_verdict
from fakeslack.blockkit import check_message, check_view
from tests.leads.scene import (
    MARK,
    NOON,
    RITA,
    SAM,
    TOM,
    a_floor,
    a_saved_lead,
    owned,
    reaction,
    the_lead_now,
)


@pytest.fixture
def house(db):
    return a_floor(db)


def answered(house, words, by=RITA.id):
    """What `/lead` answers: in the ack, or after it what may take longer."""
    house.answers.responses.clear()
    ack = house.command(f"/lead {words}", by=by)
    return next(iter(house.answers.responses), ack)


def say(house, words, by=RITA.id):
    answer = answered(house, words, by)
    assert check_message(answer.get("blocks") or [], ephemeral=True) == []
    return answer.get("text", "")


def standing(db, lead_id, rep=RITA.id):
    with db.read() as work:
        return standing_verdict(work, lead_id=lead_id, rep=rep)


@pytest.mark.parametrize(
    "number",
    [
        "L-{}",
        "l-{}",
        "{}",
        "L–{}",
        "L—{}",
        "#{}",
        "l{}",
        "L {}",
        "L-{},",
        "“L-{}”",
        "'L-{}'",
        '"L {}"',
        "„{}“",
    ],
)
def test_a_number_is_understood_however_it_is_typed(house, db, number):
    lead_id = a_saved_lead(db)
    say(house, f"take {number.format(lead_id)}")
    assert the_lead_now(db, lead_id).owner == RITA.id


@pytest.mark.parametrize("number", ["L-{}", "{}", "l–{}", "L {}", "“L-{}”", "#{}"])
def test_a_number_by_itself_shows_the_lead(house, db, number):
    typed = number.format(a_saved_lead(db))
    assert answered(house, typed) == answered(house, f"show {typed}")
    assert "Ada Okafor" in say(house, typed)


def test_a_number_that_is_none_or_comes_first_gets_a_sentence(house):
    assert say(house, "L-4711").startswith("There is no L-4711. ")
    assert say(house, "9" * 20).startswith("There is no such lead. ")
    assert say(house, "4711 take").endswith("Did you mean /lead take L-4711?")


@pytest.mark.parametrize("words", ["won L-7 12,500", "update 7", "Disqualify 7"])
def test_a_step_that_has_no_word_is_found_on_the_leads_card(house, words):
    assert say(house, words) == (
        "Update on the lead's card does that, once it is yours: /lead show L-7 opens it."
    )
    assert words.split()[0].lower() not in say(house, "help")


@pytest.mark.parametrize("word", ["show", "take", "contacted", "reject", "rate", "trail", "assign"])
@pytest.mark.parametrize("rest", ["", "L-4711", "northwind", "L-" + "9" * 60, "-1", "0"])
def test_a_number_that_is_none_gets_a_sentence(house, word, rest):
    told = say(house, f"{word} {rest}")
    assert "There is no L-4711." in told or "Which lead?" in told or "no such lead" in told
    assert "/lead find" in told


@pytest.mark.parametrize(
    "number", ["99999999999999999999", "L-99999999999999999999", "“L9999999999999999”"]
)
def test_a_number_too_long_for_any_lead_is_no_question(house, number):
    told = say(house, f"show {number}")
    assert told == "There is no such lead. /lead find looks for a name or company."


def test_the_prefix_is_honoured_in_every_sentence(db):
    house = a_floor(db, prefix="acme-")
    assert "/acme-lead find" in house.command("/acme-lead show", by=RITA.id)["text"]


def test_find_lists_what_holds_every_word(house, db):
    first = a_saved_lead(db)
    a_saved_lead(db, at="2.2", name="Bo Berg", company="Berg & Söhne", email="bo@berg.example")
    assert f"L-{first}" in say(house, "find northwind ada")
    assert say(house, "find northwind bo") == "No lead holds “northwind bo”. Fewer words find more."
    assert "One lead for “SÖHNE”" in say(house, "find SÖHNE") or "No lead" in say(
        house, "find SÖHNE"
    )
    assert f"L-{first}" in say(house, f"find L-{first}")
    assert f"L-{first}" in say(house, "find “northwind”")
    assert "Try /lead find" in say(house, "find")
    assert "No lead holds" in say(house, "find 100% _ <!here> *x*")


def test_what_is_searched_for_among_all_leads_does_not_hold_up_the_ack(house, db, monkeypatch):
    for number in range(23):
        a_saved_lead(db, card=False, name=f"Person {number}")
    browse = answered(house, "find northwind")["blocks"][-2]["elements"][0]
    waiting = []
    monkeypatch.setattr(house.answers, "_submit", lambda _gesture, call: waiting.append(call))
    monkeypatch.setattr("bot.leads.listeners.words.find_leads", None)
    monkeypatch.setattr("bot.leads.listeners.lists.find_leads", None)
    assert house.command("/lead find northwind", by=RITA.id) == {}
    assert house.click("lead.browse", browse["value"], by=RITA.id) == {}
    assert len(waiting) == 2


def test_find_shows_ten_and_counts_the_rest(house, db):
    for number in range(13):
        a_saved_lead(db, card=False, name=f"Person {number}")
    answer = answered(house, "find northwind", by=MARK.id)
    assert answer["text"].startswith("13 leads for")
    assert "three leads more" in str(answer["blocks"][-1])


def test_mine_and_open_are_kind_when_empty(house, db):
    assert say(house, "mine") == "You own no leads."
    assert say(house, "open") == "Nothing waits: every lead has an owner."
    a_saved_lead(db)
    assert say(house, "mine") == "You own no leads. One lead waits for someone: `/lead open`."


@pytest.mark.parametrize(
    ("word", "title", "columns"),
    [
        ("mine", "Your leads", owned()),
        ("open", "Waiting for someone", {}),
        ("find northwind", "Leads that were found", {}),
    ],
)
def test_a_list_that_is_longer_is_browsed_by_pages(house, db, word, title, columns):
    for number in range(23):
        a_saved_lead(db, card=False, name=f"Person {number}", **columns)
    answer = answered(house, word)
    (browse,) = answer["blocks"][-2]["elements"]
    assert browse["text"]["text"] == "Browse all 23"
    house.click("lead.browse", browse["value"], by=RITA.id)
    assert check_view(house.opened) == []
    assert house.opened["title"]["text"] == title
    following = house.opened["blocks"][-1]["elements"][0]
    house.click("lead.page.next", following["value"], by=RITA.id, view={})
    page = house.client.called("views.update")[-1]
    assert "Page 2 of 2 · 23 leads" in str(page["view"])
    assert str(page["view"]).count("'Open'") == 3


def test_a_long_search_still_has_an_answer(house, db):
    for number in range(13):
        a_saved_lead(db, card=False, name=f"Person {number}")
    assert say(house, f"find northwind{' ada' * 700}").startswith("13 leads for")


def test_one_lead_that_waits_is_in_no_order(house, db):
    a_saved_lead(db)
    assert say(house, "open").startswith("One lead waits for someone\n")
    a_saved_lead(db, at="2.2")
    assert say(house, "open").startswith("Two leads wait for someone, oldest first\n")


def test_what_was_erased_neither_waits_nor_is_anybodys_work(house, db):
    a_saved_lead(db, erased=True)
    a_saved_lead(db, at="1.1", erased=True, **owned())
    assert "Nothing waits" in say(house, "open")
    assert "You own no leads" in say(house, "mine")


def test_mine_lists_what_is_not_contacted_first(house, db):
    done = a_saved_lead(db, **owned(contacted_at=NOON, minutes=90))
    todo = a_saved_lead(db, at="2.2", **owned(minutes=5))
    a_saved_lead(db, at="3.3", **owned(TOM.id))
    told = say(house, "mine")
    assert told.startswith("Two leads of yours")
    assert told.index(f"L-{todo} ") < told.index(f"L-{done} ")


def test_contacted_by_word(house, db):
    lead_id = a_saved_lead(db)
    assert "belongs to nobody; take it first" in say(house, f"contacted L-{lead_id}")
    say(house, f"take L-{lead_id}")
    assert (
        say(house, f"contacted L-{lead_id}")
        == f"L-{lead_id} Northwind Freight is marked as contacted."
    )
    assert "already" in say(house, f"contacted L-{lead_id}")


def test_assign_by_word_gives_it_to_the_rep_mentioned(house, db):
    lead_id = a_saved_lead(db)
    told = say(house, f"assign L-{lead_id} <@{TOM.id}|tom> knows them", by=SAM.id)
    assert told == f"L-{lead_id} Northwind Freight is Tom Becker's now."
    assert the_lead_now(db, lead_id).owner == TOM.id
    assert "knows them" in say(house, f"trail {lead_id}")
    assert "is Tom Becker's already" in say(house, f"assign {lead_id} <@{TOM.id}>", by=SAM.id)
    assert "Only a sales rep" in say(house, f"assign {lead_id} <@{MARK.id}>", by=SAM.id)


def test_assign_by_word_without_a_rep_asks_for_one(house, db):
    lead_id = a_saved_lead(db)
    assert say(house, f"assign L-{lead_id}", by=SAM.id) == ""
    assert check_view(house.opened) == []
    assert say(house, f"assign L-{lead_id} Priya", by=SAM.id) == (
        f"Who gets L-{lead_id}? Mention a sales rep, like this: /lead assign L-{lead_id} @Priya"
    )
    for words in (f"assign L-{lead_id}", f"assign L-{lead_id} <@{RITA.id}>"):
        assert "Take it yourself" in say(house, words)
    assert "`/lead assign L-42 @Priya`" in say(house, "help")
    assert the_lead_now(db, lead_id).owner is None


def test_reject_by_word_takes_the_reason_or_asks_for_it(house, db):
    first, second = a_saved_lead(db), a_saved_lead(db, at="2.2")
    assert say(house, f"reject L-{first} wrong segment: forwarders") == (
        f"L-{first} Northwind Freight is rejected: wrong segment ‘forwarders’."
    )
    assert the_lead_now(db, first).stage is Stage.REJECTED
    assert say(house, f"reject L-{second} because") == ""
    assert check_view(house.opened) == []
    assert the_lead_now(db, second).stage is Stage.MQL


def test_words_that_name_no_reason_go_along_with_the_reason_that_is_tapped(house, db):
    lead_id = a_saved_lead(db)
    say(house, f"reject L-{lead_id} they are <!here> students who want free stuff")
    form = house.opened
    assert check_view(form) == []
    assert "‘they are &lt;!here&gt; students who want free stuff’" in str(form["blocks"])
    house.click(
        "lead.because.wrong_segment", f"reject:wrong_segment L{lead_id}", by=RITA.id, view=form
    )
    assert the_lead_now(db, lead_id).stage is Stage.REJECTED
    assert "Add a word" not in str(house.client.called("views.update")[-1]["view"])
    with db.read() as work:
        told = read_trail(work, lead_id)[-1].facts
    assert told == {
        "reason": "wrong_segment",
        "comment": "they are <!here> students who want free stuff",
    }


def test_of_many_words_the_reason_form_shows_what_is_kept(house, db):
    lead_id = a_saved_lead(db)
    say(house, f"reject L-{lead_id} {'& so on ' * 100}")
    assert check_view(house.opened) == []
    kept = json.loads(house.opened["private_metadata"])["comment"]
    assert len(kept) <= 300
    assert kept.endswith("…")
    assert kept.replace("&", "&amp;") in str(house.opened["blocks"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("good", (Verdict.GOOD, None, "")),
        ("👍", (Verdict.GOOD, None, "")),
        (
            ":thumbsdown::skin-tone-3: no budget they said so",
            (Verdict.POOR, Reason.NO_BUDGET, "they said so"),
        ),
        ("bad “student”", (Verdict.BAD, Reason.STUDENT_OR_JOB_SEEKER, "")),
        ("poor “wrong segment”", (Verdict.POOR, Reason.WRONG_SEGMENT, "")),
        ("poor 'wrong-size' \"too small\"", (Verdict.POOR, Reason.WRONG_SIZE, "too small")),
        ("“poor” “wrong size: ‘too small’”", (Verdict.POOR, Reason.WRONG_SIZE, "too small")),
        (
            "“bad student - wrote a thesis”",
            (Verdict.BAD, Reason.STUDENT_OR_JOB_SEEKER, "wrote a thesis"),
        ),
        ("bad student - comment", (Verdict.BAD, Reason.STUDENT_OR_JOB_SEEKER, "comment")),
        ("bad student — comment", (Verdict.BAD, Reason.STUDENT_OR_JOB_SEEKER, "comment")),
        ("poor they say “later”", (Verdict.POOR, None, 'they say "later"')),
        ("poor contact left the company", (Verdict.POOR, None, "contact left the company")),
        ("BAD student or job seeker", (Verdict.BAD, Reason.STUDENT_OR_JOB_SEEKER, "")),
        ("great wrong segment", (Verdict.GREAT, None, "wrong segment")),
        ("good, contact is the CEO", (Verdict.GOOD, None, "contact is the CEO")),
    ],
)
def test_rate_by_word(house, db, words, expected):
    lead_id = a_saved_lead(db)
    assert "You rate" in say(house, f"rate L-{lead_id} {words}")
    now = standing(db, lead_id)
    assert (now.verdict, now.reason, now.comment) == expected


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            "poor size: too small",
            "poor. Could be worked, but not what we agreed on. Marketing sees: wrong size ‘too small’.",
        ),
        (
            "bad never heard of us",
            "bad. Should not have been sent. Marketing sees: ‘never heard of us’.",
        ),
        ("bad", "bad. Should not have been sent."),
        (
            "good wants a <!here> demo",
            "good. Worth working; something is still open. ‘wants a &lt;!here&gt; demo’",
        ),
    ],
)
def test_the_answer_says_back_what_was_understood(house, db, words, answer):
    a_saved_lead(db)
    assert say(house, f"rate 1 {words}") == f"You rate L-1 Northwind Freight {answer}"


def test_a_comment_turns_nothing_around_wherever_it_was_written(house, db):
    hostile = "ab\u202ecd\u2066 \u200bef"
    rated, rejected, updated = (a_saved_lead(db, at=f"1.{n}", **owned()) for n in range(3))
    say(house, f"rate {rated} poor no budget {hostile}")
    assert standing(db, rated).comment == "abcd ef"
    house.submit(
        "lead.rate", {"verdict": "poor", "comment": hostile * 2}, by=RITA.id, note={"lead": rated}
    )
    assert standing(db, rated).comment == "abcd efabcd ef"
    say(house, f"reject {rejected} no budget {hostile}")
    fields, note = {"comment": hostile}, {"lead": updated, "step": "hand_back"}
    house.submit("lead.step", fields, by=RITA.id, note=note)
    with db.read() as work:
        told = [read_trail(work, lead_id)[-1].facts["comment"] for lead_id in (rejected, updated)]
    assert told == ["abcd ef", "abcd ef"]


def test_rate_by_word_can_be_taken_back_and_nonsense_is_answered(house, db):
    lead_id = a_saved_lead(db)
    say(house, f"rate L-{lead_id} good")
    assert "back" in say(house, f"rate L-{lead_id} none")
    assert standing(db, lead_id).verdict is None
    assert "That is no verdict" in say(house, f"rate L-{lead_id} meh")
    assert "Only sales reps can rate leads" in say(house, f"rate L-{lead_id} good", by=MARK.id)


def test_who_takes_a_word_back_is_told_that_their_reaction_counts_again(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id))
    say(house, f"rate {lead_id} great")
    assert say(house, f"rate {lead_id} none") == (
        f"You took back what you said of L-{lead_id} Northwind Freight. "
        "Your reaction on its card counts again: poor."
    )
    assert standing(db, lead_id).verdict is Verdict.POOR


def test_trail_tells_the_story_to_anybody_of_either_team(house, db):
    lead_id = a_saved_lead(db)
    say(house, f"take L-{lead_id}")
    say(house, f"rate L-{lead_id} poor bad timing")
    answer = house.command(f"/lead trail {lead_id}", by=MARK.id)
    text = answer["blocks"][0]["text"]["text"]
    assert "23 Nov 13:00  Rita Alvarez took it." in text
    assert "23 Nov 13:00 Rita Alvarez took it." in answer["text"]
    assert "Rita Alvarez rated it poor: bad timing." in text
    assert "Only members of" in say(house, f"trail {lead_id}", by="U0NOBODY")


def test_an_inquiry_is_found_and_shown_but_offers_nothing(house, db):
    lead_id = a_saved_lead(db, card=False, stage=Stage.INQUIRY, announced_at=None)
    answer = house.command(f"/lead show {lead_id}", by=RITA.id)
    assert "Take it" not in str(answer["blocks"])
    assert "is an inquiry" in say(house, f"rate {lead_id} good")
