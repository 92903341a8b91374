"""What /readyz says."""

from sqlalchemy.exc import OperationalError
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.kit.web import Health, make_web


def ready(db, degraded):
    web = make_web([Route("/readyz", Health(db, degraded).ready)])
    with TestClient(web, raise_server_exceptions=False) as client:
        answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_what_is_degraded_is_named_with_200(db):
    assert ready(db, dict) == (200, {"status": "ok"})
    assert ready(db, lambda: {"slack": "not reached yet"}) == (
        200,
        {"status": "degraded", "slack": "not reached yet"},
    )


def test_a_database_that_leaves_in_the_middle_is_down(db):
    def degraded():
        raise OperationalError("SELECT", {}, Exception("gone"))

    assert ready(db, degraded) == (503, {"status": "down", "database": "does not answer"})
