"""Each benchmark still runs and says something; how fast anything is, no test asks."""

import subprocess
import sys

import pytest

from benchmarks.measures import MEASURES


@pytest.mark.journey
@pytest.mark.parametrize("name", MEASURES)
def test_a_benchmark_prints_rows_with_their_goals(name):
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--smoke", "--only", name],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    rows = [line for line in ran.stdout.splitlines() if " met" in line or " missed" in line]
    assert rows, ran.stdout
    assert "Traceback" not in ran.stderr


def test_a_ratio_is_judged_where_there_is_a_floor_and_the_figure_where_there_is_none():
    from benchmarks.report import Row

    assert Row("", 3.0, "ms", floor=2.0, goal=("at most", 1.5)).verdict == "met"
    assert Row("", 3.1, "ms", floor=2.0, goal=("at most", 1.5)).verdict == "missed"
    assert Row("", 0.4, "leads/s", floor=1.0, goal=("at least", 0.5)).verdict == "missed"
    assert Row("", 240.0, "ms", goal=("at most", 250.0)).verdict == "met"
    assert Row("", 240.0, "ms").verdict == ""
