"""Charts: `data_visualization`.

docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Sequence
from typing import Any

from fakeslack.blockkit.rules import (
    FINE,
    Rule,
    Wrong,
    by_type,
    list_of,
    number,
    obj,
    string,
    typed,
    wrong,
)

LABEL = string(20)


def above_nothing(value: Any) -> Sequence[Wrong]:
    """A slice of a pie has a size."""
    return number(value) or (FINE if value > 0 else wrong("must be greater than 0"))


def points_fit_the_axis(chart: Any) -> Sequence[Wrong]:
    """Each category stands once on the axis, and each series has exactly one point for it."""
    categories = chart["axis_config"]["categories"]
    known = set(categories)
    if len(known) < len(categories):
        return wrong("categories must be unique", "axis_config", "categories")
    names: set[str] = set()
    for place, series in enumerate(chart["series"]):
        if series["name"] in names:
            return wrong("series names must be unique", "series", place, "name")
        names.add(series["name"])
        labels = [point["label"] for point in series["data"]]
        if len(labels) != len(categories) or set(labels) != known:
            return wrong("must have exactly one point for each category", "series", place, "data")
    return FINE


POINT = obj({"label": LABEL, "value": number})
AXES = typed(
    {
        "series": list_of(
            obj({"name": LABEL, "data": list_of(POINT, least=1, most=20)}), least=1, most=12
        ),
        "axis_config": obj(
            {"categories": list_of(LABEL, least=1, most=20)},
            {"x_label": string(50), "y_label": string(50)},
        ),
    },
    also=[points_fit_the_axis],
)

CHART: Rule = by_type(
    {
        "pie": typed(
            {"segments": list_of(obj({"label": LABEL, "value": above_nothing}), least=1, most=12)}
        ),
        "bar": AXES,
        "area": AXES,
        "line": AXES,
    }
)
