"""The demo as somebody's terminal sees it: taken ports, a broken database, a closed window."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.support.bot_process import free_port
from tests.support.demo_process import DemoProcess
from tests.support.fake_slack import ROOT
from tests.support.story import text_of

pytestmark = pytest.mark.journey


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def port_of(demo: DemoProcess) -> int:
    return int(demo.slack.url.rsplit(":", 1)[1])


def refused(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_taken_port_is_told_with_the_option_that_picks_another(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"--page-port {int(port) + 100}" in refused(
            "--folder", str(tmp_path), "--page-port", port
        )


def test_a_broken_database_is_told_with_the_command_that_starts_over(tmp_path):
    with DemoProcess(tmp_path / "demo") as demo:
        ports = ("--page-port", str(port_of(demo)), "--port", str(demo.port))
    (tmp_path / "demo" / "smarketing.db").write_bytes(b"broken " * 1000)
    for leftover in (tmp_path / "demo").glob("smarketing.db-*"):
        leftover.unlink()
    assert "make demo-reset" in refused("--folder", str(tmp_path / "demo"), *ports)


def test_a_database_of_a_newer_release_is_told_with_the_command_that_starts_over(tmp_path):
    with closing(sqlite3.connect(tmp_path / "smarketing.db")) as newer:
        newer.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        newer.execute("INSERT INTO alembic_version VALUES ('9999')")
        newer.commit()
    ports = ("--page-port", str(free_port()), "--port", str(free_port()))
    assert "make demo-reset" in refused("--folder", str(tmp_path), *ports)


@pytest.mark.parametrize("name", ["installation.json", "clock.json"])
@pytest.mark.parametrize("left", ['{"shift_sec', '{"other": 1}'])
def test_a_file_cut_short_is_told_with_the_command_that_starts_over(tmp_path, name, left):
    (tmp_path / name).write_text(left)
    ports = ("--page-port", str(free_port()), "--port", str(free_port()))
    told = refused("--folder", str(tmp_path), *ports)
    assert name in told
    assert "make demo-reset" in told


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_nothing_is_left_running(tmp_path, how):
    demo = DemoProcess(tmp_path / "demo")
    os.kill(demo.pid, how)
    demo.wait()
    demo.slack.wait_for(lambda: is_free(port_of(demo)) and is_free(demo.port))


def test_it_opens_on_the_leads_one_is_to_take(tmp_path):
    with DemoProcess(tmp_path / "demo") as demo:
        in_sales = demo.slack.wait_for(
            lambda: len(demo.slack.messages("C0SALES")) >= 7 and demo.slack.messages("C0SALES")
        )
    said = [text_of(message) for message in in_sales]
    assert "to send" in said[0]
    assert not any("to send" in words for words in said[1:])


def test_a_second_start_keeps_what_happened(tmp_path):
    with DemoProcess(tmp_path / "demo") as demo:
        cards = demo.slack.wait_for(
            lambda: len(demo.slack.messages("C0SALES")) >= 6 and demo.slack.messages("C0SALES")
        )
        demo.slack.gesture(
            "react", person="U0RITA", channel="C0SALES", ts=cards[0]["ts"], name="fire"
        )
    with DemoProcess(tmp_path / "demo") as demo:
        assert "Bringing in sample leads" not in demo.said
        kept = demo.slack.messages("C0SALES")
        assert [message["ts"] for message in kept][: len(cards)] == [
            message["ts"] for message in cards
        ]
        assert kept[0]["reactions"][0]["name"] == "fire"
