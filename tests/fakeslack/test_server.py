"""The process: how it starts, what it says, how it stops."""

import socket
import subprocess
import sys

from tests.support.fake_slack import ROOT, FakeSlack


def start(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "fakeslack", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_it_says_where_it_is_and_stops_cleanly():
    slack = FakeSlack()
    assert slack.url.startswith("http://127.0.0.1:")
    assert slack.state()["team"]["id"] == "T0SMARKET"
    assert slack.stop() == 0


def test_a_taken_port_is_told_with_the_cure():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = start("--port", port)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be used")
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_seed_with_a_slip_names_the_place(tmp_path):
    seed = tmp_path / "seed.toml"
    seed.write_text("[[people]]\nid = 'U1'\nnickname = 'R'\n")
    done = start("--port", "0", "--seed", str(seed))
    assert (done.returncode, done.stderr.partition(";")[0]) == (
        2,
        "[people] has no setting 'nickname'",
    )
    seed.write_text("[[people")
    assert "is not valid TOML" in start("--port", "0", "--seed", str(seed)).stderr


def test_open_pages_do_not_keep_it_from_stopping():
    import urllib.request

    slack = FakeSlack()
    with urllib.request.urlopen(f"{slack.url}/live?as=U0RITA") as live:  # noqa: S310
        assert live.readline().startswith(b"data: ")
        assert slack.stop() == 0


def test_what_people_still_wait_for_is_let_go_when_it_stops(capfd):
    import http.client

    slack = FakeSlack("--ack-seconds", "60")
    host = slack.url.removeprefix("http://")
    slack.faults("auth.test", "delay", seconds=60)
    waiting = []
    for path, body in (
        ("/gestures/open_home", '{"as": "U0RITA"}'),
        ("/api/auth.test", "token=xoxb-fake"),
        ("/gestures/command", '{"as": "U0RITA", "channel": "C0SALES", "text": "/nothing here"}'),
    ):
        line = http.client.HTTPConnection(host, timeout=30)
        kind = "application/json" if body[0] == "{" else "application/x-www-form-urlencoded"
        line.request("POST", path, body, {"Content-Type": kind})
        waiting.append(line)
    slack.state()
    assert slack.stop() == 0
    assert [line.getresponse().status for line in waiting] == [200, 503, 503]
    for line in waiting:
        line.close()
    assert capfd.readouterr().err == ""
