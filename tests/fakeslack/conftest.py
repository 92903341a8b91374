"""A fake Slack of each test's own, and the official client on it."""

from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from tests.fakeslack.clients import a_slack, an_app, client_of
from tests.support.fake_slack import SlackDoors


@pytest.fixture
def slack() -> Iterator[SlackDoors]:
    """With its built-in people and no manifest."""
    with a_slack() as running:
        yield running


@pytest.fixture
def client(slack: SlackDoors) -> WebClient:
    return client_of(slack)


@pytest.fixture
def app(slack: SlackDoors) -> Iterator[App]:
    """A connected Bolt app."""
    with an_app(slack) as running:
        yield running
