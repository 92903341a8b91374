"""The official clients for Node judge too, where they are installed.

`npm install @slack/bolt` in any folder, then NODE_PATH=<that folder>/node_modules.
"""

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "node" / "judge.cjs"


def has_bolt():
    node = shutil.which("node")
    if not node:
        return False
    asked = subprocess.run(
        [node, "-e", "require.resolve('@slack/bolt')"], capture_output=True, check=False
    )
    return asked.returncode == 0


class Judge:
    def __init__(self, slack):
        self._process = subprocess.Popen(
            ["node", SCRIPT, slack.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._lines = queue.Queue()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def told(self):
        return self._lines.get(timeout=20)

    def stop(self):
        self._process.stdin.close()
        try:
            self._process.wait(20)
        finally:
            self._process.kill()
            self._process.wait()
            self._thread.join(10)
            self._process.stdout.close()


@pytest.fixture
def judge(slack):
    if not has_bolt():
        pytest.skip("needs node and @slack/bolt on NODE_PATH")
    judge = Judge(slack)
    yield judge
    judge.stop()


def test_bolt_for_node_works_here_as_it_does_on_slack(slack, judge):
    ready = judge.told()
    assert ready["what"] == "ready", ready
    assert ready["pages"] == [4, 4, 1]
    assert (ready["refused"], ready["uploaded"]) == ("channel_not_found", True)
    ts = ready["ts"]
    where = {"channel": "C0SALES", "ts": ts}
    slack.gesture("react", person="U0TOM", name="fire", **where)
    assert judge.told() == {"what": "reaction", "name": "fire"}
    answer = slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    assert answer["response"] == {"text": "hello rita"}
    slack.gesture("click", person="U0RITA", action_id="take", **where)
    assert judge.told() == {"what": "action", "value": "42"}
    (modal,) = slack.screen("U0RITA")["modals"]
    values = {"reason": {"why": "budget"}}
    sent = slack.gesture("submit", person="U0RITA", view_id=modal["id"], values=values)
    assert sent["errors"] == {"reason": "Too short."}
    assert judge.told()["values"]["reason"]["why"]["value"] == "budget"
    assert slack.seen("U0RITA", "C0SALES")[-1]["text"] == "noted"
    slack.gesture("disconnect", reason="refresh_requested")
    slack.wait_for(lambda: slack.state()["connections"] == 1)
    slack.gesture("react", person="U0TOM", name="eyes", **where)
    assert judge.told() == {"what": "reaction", "name": "eyes"}
