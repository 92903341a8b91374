"""The official clients for Node judge too, where Node and a registry are present.

They are installed once, by the lock file beside `judge.cjs`, into pytest's cache folder.
"""

import hashlib
import json
import os
import queue
import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

NODE = Path(__file__).parent / "node"
LOCKED = ("package.json", "package-lock.json")
NO_REGISTRY = re.compile("ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|UNREACH|E40[134]|E50|network")


def installed(cache):
    """The folder of the official packages, filled when it is first needed."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("needs node and npm")
    lock = hashlib.sha256(b"".join((NODE / name).read_bytes() for name in LOCKED)).hexdigest()
    home = Path(cache.mkdir("node-judge")) / lock[:16]
    if home.is_dir():
        return home / "node_modules"
    draft = home.with_name(f"{home.name}.{os.getpid()}")
    draft.mkdir()
    for name in LOCKED:
        shutil.copy(NODE / name, draft)
    try:
        npm_ci(draft)
        draft.rename(home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return home / "node_modules"


def npm_ci(folder):
    quick = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0")
    try:
        done = subprocess.run(
            ["npm", "ci", *quick],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=40,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry was too slow to install @slack/bolt")
    if done.returncode:
        if NO_REGISTRY.search(done.stderr):
            pytest.skip("needs an npm registry to install @slack/bolt from")
        pytest.fail(f"npm ci failed:\n{done.stderr}")


class Judge:
    def __init__(self, slack, packages):
        self._process = subprocess.Popen(
            ["node", NODE / "judge.cjs", slack.url],
            env={**os.environ, "NODE_PATH": str(packages)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
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
def packages(request):
    return installed(request.config.cache)


@pytest.fixture
def judge(slack, packages):
    judge = Judge(slack, packages)
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
