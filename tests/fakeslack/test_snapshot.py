import json
from datetime import UTC, datetime, timedelta

import pytest

from fakeslack.jumps import learn
from fakeslack.server import build
from fakeslack.settings import Settings
from fakeslack.snapshot import StateError, dump, write
from tests.fakeslack.clients import a_slack, client_of
from tests.fakeslack.samples import a_card, a_home


def test_the_workspace_comes_back_as_it_was(tmp_path):
    file = tmp_path / "folder" / "state.json"
    with a_slack(state=file) as slack:
        client = client_of(slack)
        metadata = {"event_type": "lead", "event_payload": {"key": "1"}}
        card = {"channel": "C0SALES", "text": "L-42", "blocks": a_card(), "metadata": metadata}
        ts = client.chat_postMessage(**card)["ts"]
        slack.gesture("react", person="U0RITA", channel="C0SALES", ts=ts, name="fire")
        slack.gesture("say", person="U0TOM", channel="C0SALES", text="mine", thread_ts=ts)
        slack.gesture("upload", person="U0TOM", channel="C0SALES", filename="a.csv", content="a,b")
        slack.gesture("set_person", id="U0GUS", deleted=True)
        client.views_publish(user_id="U0RITA", view=a_home())
        client.chat_postMessage(channel="U0RITA", text="a DM")
        before = slack.state()
    with a_slack(state=file) as slack:
        after = slack.state()
        assert after["channels"] == json.loads(
            json.dumps(before["channels"]).replace(before_url(before), before_url(after))
        )
        assert after["people"] == before["people"]
        assert after["homes"] == before["homes"]
        newer = client_of(slack).chat_postMessage(channel="C0SALES", text="next")["ts"]
        assert newer > ts


def test_when_the_clock_was_moved_is_kept(tmp_path):
    workspace = build(Settings()).workspace
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    moments = [(friday, 100.0), (friday + timedelta(seconds=61), 161.0), (friday, 200.0)]
    learned = [learn(workspace.jumps, now, asked=at, answered=at) for now, at in moments]
    assert learned == [True, False, True]
    assert [jump.at for jump in workspace.jumps] == [0, 200]
    write(tmp_path / "state.json", json.dumps(dump(workspace)))
    assert build(Settings(state=tmp_path / "state.json")).workspace.jumps == workspace.jumps


def before_url(state):
    (file,) = state["files"].values()
    return file["url_private"].partition("/files/")[0]


def test_the_file_is_written_while_it_runs(tmp_path):
    file = tmp_path / "state.json"
    with a_slack(state=file) as slack:
        client_of(slack).chat_postMessage(channel="C0SALES", text="kept")
        slack.wait_for(file.exists)
        assert "kept" in file.read_text()


def test_a_file_that_is_none_is_named_with_the_cure(tmp_path):
    file = tmp_path / "state.json"
    for text in ("{", "[]", '{"format": 9}', '{"format": 1}'):
        file.write_text(text)
        with pytest.raises(StateError, match="delete it to begin anew"):
            build(Settings(state=file))
