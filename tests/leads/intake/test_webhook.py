import base64
import json
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.kit.db import metadata, open_database
from bot.kit.outbox.table import outbox
from bot.leads.intake.webhook import webhook_route
from bot.leads.store.tables import arrivals, leads
from tests.leads.some_leads import a_room
from tests.support.house import StoppedClock

PAYLOADS = Path(__file__).parent / "payloads"
FORM = (PAYLOADS / "form.json").read_bytes()
SECRET = "whsec_" + base64.b64encode(b"an invented secret, 32 bytes ...").decode()
OTHER = base64.b64encode(b"the secret before it was rotated").decode()
SOAK = int(os.environ.get("SOAK", "0"))
TOKEN = {"authorization": "Bearer tok-2"}


def a_door(db, *, room=None, secrets=(SECRET, OTHER), tokens=("tok-1", "tok-2"), **rest):
    route = webhook_route(db, room or a_room(), secrets=secrets, tokens=tokens, **rest)
    return TestClient(Starlette(routes=[route]))


def post(door, body=FORM, headers=TOKEN):
    return door.post("/webhooks/leads", content=body, headers=headers)


def signature(body, secret=SECRET, at=None, message_id="msg_1"):
    at = at or datetime.now(UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, at, body.decode()),
    }


def a_body(number=1, **rest):
    return json.dumps(
        {"id": f"evt-{number}", "source": "form", "email": f"p{number}@c{number}.example", **rest}
    ).encode()


def test_a_signed_lead_is_taken_and_its_card_queued(db):
    answer = post(a_door(db), headers=signature(FORM))
    assert answer.status_code == 202
    assert answer.json() == {"id": "L-1", "stage": "mql", "outcome": "announced"}
    with db.read() as work:
        assert (
            work.execute(select(outbox.c.view).where(outbox.c.key == "lead:1:card")).scalar()
            == "lead_card"
        )


def test_the_same_again_is_answered_the_same_and_nothing_is_new(db):
    door = a_door(db)
    first = post(door)
    again = post(door, json.dumps(json.loads(FORM), indent=None, sort_keys=True).encode())
    assert (again.status_code, again.json()) == (200, first.json())
    with db.read() as work:
        assert work.execute(select(func.count()).select_from(leads)).scalar() == 1


def test_the_same_id_with_other_contents_is_a_conflict(db):
    door = a_door(db)
    post(door, a_body(1, score=1))
    answer = post(door, a_body(1, score=2))
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert "L-1" in answer.json()["detail"]


def test_what_does_not_qualify_is_kept_and_what_is_known_joins(db):
    door = a_door(db)
    assert post(door, a_body(1)).json() == {"id": "L-1", "stage": "inquiry", "outcome": "kept"}
    joined = post(door, a_body(2, email="p1@c1.example"))
    assert joined.json() == {"id": "L-1", "stage": "inquiry", "outcome": "joined"}


def test_a_burst_rolls_up(db):
    door = a_door(db, room=a_room(cards_a_minute=1))
    qualified = {"company": "C", "score": 90}
    assert post(door, a_body(1, **qualified)).json()["outcome"] == "announced"
    assert post(door, a_body(2, **qualified)).json()["outcome"] == "rolled_up"


@pytest.fixture
def door(sqlite_url):
    database = open_database(sqlite_url)
    metadata.create_all(database.engine)
    with a_door(database) as client:
        yield client
    database.close()


def test_every_secret_in_the_list_is_accepted(door):
    assert post(door, headers=signature(FORM, OTHER)).status_code == 202
    both = signature(FORM)
    both["webhook-signature"] = f"v1,{'A' * 43}= {both['webhook-signature']}"
    assert post(door, headers=both).status_code == 200


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_stale_or_early_signature_is_refused(door, minutes):
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    assert post(door, headers=signature(FORM, at=at)).status_code == 401


def test_a_signature_lives_five_minutes(door):
    headers = signature(FORM)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=4, seconds=50)):
        assert post(door, headers=headers).status_code == 202


def test_another_body_is_not_what_was_signed(door):
    assert post(door, a_body(2), headers=signature(FORM)).status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": "v1,x"},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,a,b"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-signature": "é"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "inf"},
        {"webhook-timestamp": "-1e400"},
        {"webhook-timestamp": ""},
        {"webhook-id": ""},
    ],
)
def test_junk_in_the_signature_is_refused(door, changed):
    headers = {name: value.encode() for name, value in (signature(FORM) | changed).items()}
    answer = post(door, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_signed_body_that_is_no_text_is_refused(door):
    assert post(door, b"\xff\xfe", headers=signature(FORM)).status_code == 401


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer tok-3",
        "Basic tok-1",
        "tok-1",
        "Bearer tok-1x",
        "Bearer t\xf6k",
    ],
)
def test_an_unknown_token_is_refused(door, authorization):
    assert post(door, headers={"authorization": authorization.encode("latin-1")}).status_code == 401


def test_unsigned_is_refused(door):
    assert post(door, headers={}).status_code == 401


def test_with_neither_secret_nor_token_the_door_is_off(sqlite_url):
    door = a_door(open_database(sqlite_url), secrets=(), tokens=())
    answer = post(door)
    assert answer.status_code == 404
    assert "WEBHOOK_SECRETS" in answer.json()["detail"]


@pytest.mark.parametrize("secret", ["whsec_a", "whsec_", "a secret that says so", "whsec_été="])
def test_what_cannot_be_a_secret_is_none(sqlite_url, secret):
    with pytest.raises(ValueError, match="openssl rand"):
        a_door(open_database(sqlite_url), secrets=[secret])


def test_bad_fields_are_named(door):
    answer = post(door, (PAYLOADS / "bad_everywhere.json").read_bytes())
    assert answer.status_code == 422
    named = {error["field"] for error in answer.json()["errors"]}
    assert {"id", "source", "email", "name", "company", "employees", "score", "e-mail"} <= named


def test_what_is_no_json_is_400(door):
    answer = post(door, b'{"id": ')
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_large_body_is_refused_by_its_length_and_when_it_comes_in_pieces(door):
    assert post(door, b"x" * 65_537).status_code == 413
    pieces = (b"x" * 10_000 for _ in range(8))
    assert post(door, pieces).status_code == 413


def test_the_largest_body_is_taken(door):
    room = 65_536 - len(a_body(1, extra={"a": ""}))
    body = a_body(1, extra={"a": "x" * room})
    assert len(body) == 65_536
    assert post(door, body).status_code == 202


def test_too_fast_is_told_when_to_come_back(sqlite_url):
    database = open_database(sqlite_url)
    metadata.create_all(database.engine)
    clock = StoppedClock()
    door = a_door(database, room=a_room(clock), rate=2)
    statuses = [post(door, a_body(number)).status_code for number in range(3)]
    assert statuses == [202, 202, 429]
    late = post(door, a_body(2))
    assert late.headers["retry-after"] == "30"
    clock.move(seconds=30)
    assert post(door, a_body(2)).status_code == 202
    assert post(door, a_body(3)).status_code == 429
    database.close()


def test_a_database_that_is_down_is_503_and_the_lead_is_welcome_again(sqlite_url, tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'missing' / 'x.db'}")
    answer = post(a_door(database))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_a_database_that_went_away_is_503(db):
    if db.is_sqlite:
        pytest.skip("SQLite has no connection to lose")
    door = a_door(db)
    assert post(door, a_body(1)).status_code == 202
    with db.begin() as work:
        name = work.execute(text("SELECT current_database()")).scalar_one()
    lost = open_database(db.engine.url.set(port=1).render_as_string(hide_password=False))
    assert name
    assert post(a_door(lost), a_body(2)).status_code == 503
    lost.close()


def test_the_same_lead_at_once_is_one_lead(db):
    with a_door(db) as door:
        answers = at_once(lambda _: post(door, FORM), 12)
    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [202]
    with db.read() as work:
        assert work.execute(select(func.count()).select_from(leads)).scalar() == 1
        assert work.execute(select(func.count()).select_from(arrivals)).scalar() == 1


def test_the_same_person_at_once_is_one_lead(db):
    with a_door(db) as door:
        answers = at_once(
            lambda number: post(door, a_body(number, email="ada@northwind.example")), 12
        )
    assert {answer.status_code for answer in answers} == {202}
    assert {answer.json()["id"] for answer in answers} == {"L-1"}
    with db.read() as work:
        assert work.execute(select(leads.c.came_back)).scalar_one() == 11


def test_the_same_lead_at_two_doors_at_once_is_one_lead(db):
    with a_door(db) as here, a_door(db) as there:
        answers = at_once(lambda number: post((here, there)[number % 2], FORM), 12)
    assert sorted(answer.status_code for answer in answers) == [200] * 11 + [202]
    with db.read() as work:
        assert work.execute(select(func.count()).select_from(leads)).scalar() == 1
        assert work.execute(select(leads.c.came_back)).scalar_one() == 0


def test_the_same_person_at_two_doors_at_once_is_one_lead(db):
    with a_door(db) as here, a_door(db) as there:
        answers = at_once(
            lambda number: post(
                (here, there)[number % 2], a_body(number, email="ada@northwind.example")
            ),
            12,
        )
    assert {answer.status_code for answer in answers} == {202}
    with db.read() as work:
        assert work.execute(select(leads.c.came_back)).scalar_one() == 11


def test_many_people_at_once_are_all_taken(db):
    with a_door(db, room=a_room(cards_a_minute=3)) as door:
        answers = at_once(
            lambda number: post(door, a_body(number, company="C", score=90, campaign="X")), 24
        )
    assert {answer.status_code for answer in answers} == {202}
    with db.read() as work:
        assert (
            work.execute(
                select(func.count()).select_from(leads).where(leads.c.announced_at.is_not(None))
            ).scalar()
            == 24
        )


def at_once(call, times):
    barrier = threading.Barrier(times)
    answers = [None] * times

    def one(number):
        barrier.wait()
        answers[number] = call(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = """
    id source email name first_name last_name company title phone country industry segment
    employees score campaign message url occurred_at extra other
"""
a_document = st.dictionaries(st.sampled_from(NAMES.split()), anything, max_size=12)
nearly_a_lead = st.fixed_dictionaries(
    {
        "id": st.text(min_size=1),
        "source": st.text(min_size=1),
        "name": st.text(),
        "company": st.text(),
    },
    optional={
        "email": st.emails(),
        "score": st.integers(),
        "employees": st.integers(),
        "message": st.text(),
        "campaign": st.text(),
        "country": st.text(),
        "extra": st.dictionaries(st.text(), anything, max_size=3),
        "occurred_at": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | st.text(),
    },
)


@settings(
    max_examples=SOAK * 500 or 50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=(a_document | nearly_a_lead).map(lambda document: json.dumps(document).encode())
    | st.binary()
)
def test_whatever_is_sent_is_answered_and_never_with_a_fault(db, body):
    with a_door(db) as door:
        first = post(door, body)
        assert first.status_code in {202, 200, 400, 409, 422}
        if first.status_code == 202:
            again = post(door, body)
            assert (again.status_code, again.json()) == (200, first.json())
