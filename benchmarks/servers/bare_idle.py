"""The floor of an idle bot: Bolt in Socket Mode, SQLAlchemy and APScheduler, doing nothing.

python -m benchmarks.servers.bare_idle DATABASE_URL API_URL
"""

import logging
import signal
import sys
import threading

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient  # noqa: TID251 - bare, as anybody would write it
from sqlalchemy import create_engine, text


def main() -> None:
    """Ask the database once, tick, connect, wait for SIGTERM."""
    logging.disable(logging.WARNING)  # Bolt's advice about what is done here on purpose
    database_url, api_url = sys.argv[1:]
    engine = create_engine(database_url)

    def tick() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    app = App(
        client=WebClient(token="xoxb-bench", base_url=api_url),  # noqa: S106 - invented
        process_before_response=True,
    )
    tick()
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(tick, "interval", seconds=15)
    scheduler.start()
    handler = SocketModeHandler(app, app_token="xapp-bench")  # noqa: S106
    handler.connect()
    print("ready -", flush=True)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    stopped.wait()
    handler.close()
    scheduler.shutdown()


if __name__ == "__main__":
    main()
