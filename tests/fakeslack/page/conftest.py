"""The page in a real Chromium, before a fake Slack with a small app that answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App

from tests.fakeslack.clients import bolt, client_of, connected
from tests.fakeslack.page.showcase import MANIFEST
from tests.fakeslack.page.small_app import answering
from tests.support.browser import DESKTOP, PHONE, Complaints
from tests.support.fake_slack import FakeSlack


@pytest.fixture(scope="module")
def slack(tmp_path_factory) -> Iterator[FakeSlack]:
    """A fake Slack with the built-in people and the showcase app's manifest."""
    manifest = tmp_path_factory.mktemp("manifest") / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    with FakeSlack("--manifest", manifest) as running:
        yield running
        assert running.state()["crashes"] == []


@pytest.fixture(scope="module")
def submitted(slack) -> Iterator[list[dict[str, Any]]]:
    """The showcase app, connected; the values of each modal it was sent."""
    app: App = bolt(slack)
    values = answering(app)
    with connected(slack, app):
        yield values


@pytest.fixture
def client(slack):
    return client_of(slack)


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def visit(browser, slack, submitted, complaints) -> Iterator[Any]:
    """`visit("U0RITA", "C0SALES")` opens the page as someone, somewhere; errors fail the test."""
    contexts = []

    def go(person: str = "U0RITA", place: str = "C0SALES", *, phone: bool = False, **more: Any):
        options = {"viewport": PHONE if phone else DESKTOP, "has_touch": phone, **more}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        complaints.watch(page)
        page.goto(f"{slack.url}/?as={person}#/{place}")
        page.locator(".main-head h1").wait_for()
        return page

    yield go
    for context in contexts:
        context.close()
    refused = [line for line in complaints if "status of 40" not in line]
    assert refused == []
