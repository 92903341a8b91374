"""Leads in by CSV, beside the same rows stored by the database's best bulk path."""

import csv
import json
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks import prepare
from benchmarks.figures import median_of
from benchmarks.report import Row
from benchmarks.sizes import Size
from benchmarks.stage import Stage, bot_settings

NAME = "csv"
TITLE = "Leads in by CSV (floor: the rows the import leaves, by executemany on SQLite, by COPY)"

KNOWN_ALREADY = 20
"""Every so many-th row is a person of an earlier row."""
UNQUALIFIED = 10
"""Every so many-th row has too low a score."""


def write_file(path: Path, rows: int) -> None:
    """Write a spreadsheet as marketing tools export it."""
    names = [name for name in prepare.a_lead(0) if name not in {"id", "source"}]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        for number in range(rows):
            lead = prepare.a_lead(number)
            if number % KNOWN_ALREADY == KNOWN_ALREADY - 1:
                lead = prepare.a_lead(number // 2) | {"message": f"Again, {number}."}
            if number % UNQUALIFIED == UNQUALIFIED - 2:
                lead["score"] = 12
            writer.writerow(lead)


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give the seconds of the import, beside all of its rows and beside the leads' rows alone."""
    file = stage.folder / "leads.csv"
    write_file(file, size.rows)
    for kind in stage.databases:
        took: list[float] = []
        floors: dict[str, list[float]] = {"all": [], "leads": []}
        sentence = ""
        for _ in range(size.imports):
            with (
                stage.bots_database(kind) as (url, _),
                stage.bots_database(kind) as (for_leads, _),
                stage.bots_database(kind) as (for_all, _),
            ):
                settings = json.dumps(bot_settings(database_url=url))
                report = await stage.figures("importing", settings, str(file))
                if report["rows"] != size.rows:
                    raise RuntimeError(f"not every row was read: {report}")
                took.append(report["seconds"])
                sentence = report["sentence"]
                floor = await stage.figures("bulk", url, for_leads, for_all)
                for which, seconds in floors.items():
                    seconds.append(floor[which])
        figure = median_of(took)
        beside = {which: median_of(seconds) for which, seconds in floors.items()}
        goal = ("at most", 10.0)
        what = f"{kind}: {size.rows:,} rows"
        yield Row(f"{what}, beside every row it leaves", figure, "s", beside["all"], goal, sentence)
        yield Row(f"{what}, beside the leads' rows alone", figure, "s", beside["leads"], goal)
