"""Measures, prints, judges nothing but what it prints: the exit code is 0 whatever the figures."""

import argparse
from time import monotonic

import uvloop
from rich.console import Console

from benchmarks.measures import MEASURES
from benchmarks.report import show
from benchmarks.sizes import FULL, QUICK, SMOKE, Size
from benchmarks.stage import NO_POSTGRES, Stage, open_stage
from bot.kit.logs import set_up_logs


def main() -> None:
    """Run the benchmarks that were asked for."""
    given = _arguments()
    size = SMOKE if given.smoke else QUICK if given.quick else FULL
    set_up_logs(form="text", level="error")
    console = Console(width=None if Console().is_terminal else 150)
    with open_stage(on_postgres=not given.smoke) as stage:
        if "PostgreSQL" not in stage.databases and not given.smoke:
            console.print(NO_POSTGRES + "\n")
        for name in given.only or list(MEASURES):
            uvloop.run(_run(name, stage, size, console))


async def _run(name: str, stage: Stage, size: Size, console: Console) -> None:
    began = monotonic()
    with console.status(f"{name} ..."):
        rows = [row async for row in MEASURES[name].measure(stage, size)]
    show(f"{MEASURES[name].TITLE} · {monotonic() - began:.0f} s", rows, console)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute, rougher figures")
    parser.add_argument(
        "--smoke", action="store_true", help="only see that everything runs, on SQLite"
    )
    parser.add_argument(
        "--only", action="append", choices=list(MEASURES), help="one benchmark; may be repeated"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
