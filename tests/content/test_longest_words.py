"""What is longest and worst in everything people write about a request fits and pings nobody."""

from datetime import UTC, date, datetime

import pytest

from bot.content.domain.request import (
    TOPIC,
    WORDS,
    Asker,
    Delivery,
    Opinion,
    Question,
    Request,
    State,
    Step,
)
from bot.content.domain.search import Query
from bot.content.views.answer_forms import (
    answer_form,
    ask_back_form,
    decline_form,
    deliver_form,
    delivered_modal,
    hand_form,
    not_helped_form,
    same_as_form,
)
from bot.content.views.request_card import Asking, CardFacts, asker_buttons, request_card
from bot.content.views.request_forms import (
    Path,
    filed_modal,
    look_form,
    matches_form,
    request_form,
)
from bot.content.views.request_lines import StepFacts, request_news, request_step, story_lines
from bot.content.views.request_messages import (
    Listed,
    request_delivered,
    request_list,
    request_question,
    request_reminder,
)
from bot.kit.blocks import dump
from fakeslack.blockkit import check_message, check_view
from tests.leads.builders import a_lead

AT = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY = date(2026, 11, 26)
LINK = "https://example.com/" + "&" * 1900
WORST = {
    "ampersands": "&" * WORDS,
    "commands": ("<!channel> <@U0SAM> <https://x.example|y> *b* `c` " * 30)[:WORDS],
    "backwards": "\u202e" + "ж" * (WORDS - 1),
    "nothing": "",
}
KINDS = (
    "asked", "taken", "handed", "freed", "question", "answered", "delivered", "declined",
    "withdrawn", "merged", "joined", "helped", "not_helped", "added",
)  # fmt: skip


@pytest.fixture(params=WORST.values(), ids=WORST)
def text(request) -> str:
    return request.param


def a_request(text: str, state: State = State.OPEN) -> Request:
    return Request(
        id=10**14,
        topic=text[:TOPIC],
        belief=text,
        format=text[:40],
        segment=text[:200],
        stage=text[:40],
        needed_by=DAY,
        lead_id=1,
        asker="U0RITA",
        asked_at=AT,
        state=state,
        owner="U0MONA",
        claimed_at=AT,
        delivered_at=AT,
        closed_at=AT,
        closed_by="U0MONA",
        reason=text,
    )


def a_question(text: str) -> Question:
    return Question(10**14, 10**14, text, "U0MONA", AT, answer=text, answered_by="U0RITA")


def a_delivery(text: str) -> Delivery:
    return Delivery(10**14, 10**14, LINK, text, "U0MONA", AT)


def stands(message) -> None:
    assert check_message(message.blocks) == []
    assert message.text
    for ping in ("<!channel", "<@U0SAM", "<https://x.example"):
        assert ping not in f"{message.text} {message.blocks}"


def opens(view) -> None:
    assert check_view(view) == []
    assert len(view.get("private_metadata", "")) <= 3000


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("shared", [False, True])
def test_cards(text, state, shared):
    lead = a_lead(name=text[:200], company=text[:200])
    asker = Asker("U0RITA", AT, DAY, 1)
    delivery = a_delivery(text)
    facts = CardFacts(
        request=a_request(text, state),
        asking=tuple(Asking(asker, text[:80], lead) for _ in range(20)),
        today=date(2027, 1, 1),
        owner=text[:80],
        ended_by=text[:80],
        questions=tuple((a_question(text), text[:80], text[:80]) for _ in range(20)),
        delivery=delivery,
        opinions=tuple(
            (Opinion(delivery.id, "U0RITA", helped=False, why=text, at=AT), text[:80])
            for _ in range(20)
        ),
        shared=shared,
    )
    stands(request_card(facts))
    stands(request_card(facts, extra=asker_buttons(facts, reader="U0TOM")))


def test_stories(text):
    steps = [
        StepFacts(
            request=a_request(text),
            step=Step(1, 1, kind, "U0MONA", AT, words=text, other=10**14),
            who=text[:80],
            person=text[:80],
            question=a_question(text),
            delivery=a_delivery(text),
        )
        for kind in KINDS
    ]
    for one in steps:
        stands(request_step(one))
        stands(request_news(one))
    assert check_message(dump(story_lines(steps * 4))) == []


def test_nothing_of_a_story_or_a_card_is_cut():
    said = " ".join(["word"] * 99)
    step = Step(1, 1, "declined", "U0MONA", AT, words=said)
    told = StepFacts(request=a_request(""), step=step, who="Mona Schmidt")
    blocks = story_lines([told] * 40)
    assert str(dump(blocks)).count("word") == 99 * 40
    asker = Asker("U0RITA", AT, DAY)
    delivery = Delivery(1, 1, "https://example.com/roi", said, "U0MONA", AT)
    opinion = Opinion(delivery.id, "U0RITA", helped=False, why=said[:300], at=AT)
    facts = CardFacts(
        request=a_request("", State.OPEN),
        asking=(Asking(asker, "Rita Alvarez"),),
        today=DAY,
        questions=tuple((a_question(said[:300]), "Mona", "Rita") for _ in range(3)),
        delivery=delivery,
        opinions=tuple((opinion, f"Rep {n}") for n in range(6)),
    )
    shown = request_card(facts)
    assert check_message(shown.blocks) == []
    assert "…" not in str([one for one in shown.blocks if one["block_id"].startswith("state")])


def test_messages(text):
    for state in State:
        request = a_request(text, state)
        for helped in (None, True, False):
            said = None if helped is None else Opinion(1, "U0RITA", helped, text, AT)
            stands(request_delivered(request, a_delivery(text), text[:80], opinion=said))
        stands(request_question(request, a_question(text), text[:80]))
        stands(request_reminder(request, still_theirs=state is State.CLAIMED))
    some = [
        Listed(Request(**{**_fields(a_request(text)), "id": n}), text[:80], text[:80])
        for n in range(1, 11)
    ]
    stands(request_list("Waiting", some, more=10**6, today=DAY, may_take=True))


def _fields(request: Request) -> dict:
    return {name: getattr(request, name) for name in Request.__dataclass_fields__}


def test_forms(text):
    request, lead = a_request(text), a_lead(name=text[:200], company=text[:200])
    path = Path(lead=10**14, searches=tuple(range(1, 40)), found=tuple(range(1, 40)))
    opens(look_form(path, lead=lead, words=text[:150]))
    opens(matches_form(path, text, [], near=True))
    opens(request_form(path, Query(text[:600], segment=text[:600]), day=DAY, leads=[lead] * 3))
    for form in (deliver_form, decline_form, hand_form, filed_modal):
        opens(form(request))
    opens(ask_back_form(request, text[:80]))
    opens(same_as_form(request, [a_request(text)]))
    opens(answer_form(request, a_question(text), text[:80]))
    opens(not_helped_form(request, a_delivery(text)))
    opens(delivered_modal(request, a_delivery(text), "Rita gets it."))


def test_a_label_is_plain_text_and_shows_a_company_as_it_is():
    view = look_form(Path(), lead=a_lead(name="Ada", company="Smith & Sons_*"))
    assert "Smith & Sons_*" in view["blocks"][0]["label"]["text"]
