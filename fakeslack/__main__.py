"""`python -m fakeslack`: a Slack workspace on this machine."""

import argparse
import sys
from pathlib import Path

from fakeslack.seed import SeedError
from fakeslack.server import PortTakenError, run
from fakeslack.settings import Settings
from fakeslack.snapshot import StateError


def main(arguments: list[str] | None = None) -> int:
    settings = parse(arguments)
    try:
        run(settings)
    except (PortTakenError, SeedError, StateError, OSError, ValueError) as no:
        print(no, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def parse(arguments: list[str] | None = None) -> Settings:
    parser = argparse.ArgumentParser("fakeslack", description=__doc__)
    own = Settings()
    parser.add_argument("--port", type=int, default=own.port, help="0 takes any free one")
    parser.add_argument("--host", default=own.host, help="loopback unless told otherwise")
    parser.add_argument("--seed", type=Path, help="people, channels and app, in TOML")
    parser.add_argument("--manifest", type=Path, help="the app's manifest, in JSON")
    parser.add_argument("--state", type=Path, help="keeps the workspace in this file")
    parser.add_argument("--clock-url", default="", help="the app's demo route that moves its time")
    parser.add_argument("--clock-token", default="", help="the token of that route")
    parser.add_argument("--events-url", default="", help="the app's address: HTTP, not Socket Mode")
    parser.add_argument(
        "--while-stdin",
        action="store_true",
        help="end when standard input is closed, as it is when whoever started this has gone",
    )
    parser.add_argument(
        "--ack-seconds", type=float, default=own.ack_seconds, help="how long Slack waits (3)"
    )
    parser.add_argument(
        "--retry-seconds",
        default=",".join(f"{wait:g}" for wait in own.retry_seconds),
        help="waits before an event is sent again over HTTP (0,60,300)",
    )
    found = vars(parser.parse_args(arguments))
    try:
        waits = tuple(float(wait) for wait in found.pop("retry_seconds").split(",") if wait)
    except ValueError:
        parser.error("--retry-seconds is a list of numbers with commas")
    return Settings(**found, retry_seconds=waits)


if __name__ == "__main__":
    sys.exit(main())
