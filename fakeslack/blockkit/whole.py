"""What holds between blocks: unique names, and what one message or view may carry in all.

Asked only once every block is right by itself, so the blocks' form is taken for granted here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from fakeslack.blockkit.rules import Path, Wrong, wrong
from fakeslack.blockkit.tables import characters

Placed = tuple[Path, dict[str, Any]]

MARKDOWN_IN_ALL = 12_000
TABLE_TEXT_IN_ALL = 20_000
CHARTS_IN_ALL = 2
TABLES_IN_ALL = 1


def between_blocks(blocks: Sequence[Any]) -> list[Wrong]:
    """Faults between the blocks of a message or a view, told from the list of blocks."""
    placed = list(every_block(blocks))
    return [
        *block_ids_differ(placed),
        *action_ids_differ(placed),
        *one_focus(placed),
        *charts_are_few(placed),
        *tables_are_few(placed),
        *text_in_all(placed),
    ]


def inputs_can_be_sent(blocks: Sequence[Any]) -> Iterator[Wrong]:
    """A modal that asks must have a button to answer with."""
    for path, block in every_block(blocks):
        if block["type"] == "input":
            yield from wrong(
                "must define `submit` to use an `input` block in modals", *path, "input"
            )


def every_block(blocks: Sequence[Any]) -> Iterator[Placed]:
    """The blocks, and those inside containers and carousels, in the order they are read."""
    for place, block in enumerate(blocks):
        yield (place,), block
        inner = _INNER_BLOCKS.get(block["type"])
        if inner is not None:
            for deeper, child in enumerate(block[inner]):
                yield (place, inner, deeper), child


_INNER_BLOCKS = {"container": "child_blocks", "carousel": "elements"}


def elements_of(block: dict[str, Any]) -> Iterator[Placed]:
    match block["type"]:
        case "section" if "accessory" in block:
            yield ("accessory",), block["accessory"]
        case "input":
            yield ("element",), block["element"]
        case "actions" | "context_actions":
            for place, element in enumerate(block["elements"]):
                yield ("elements", place), element
        case "card":
            for place, element in enumerate(block.get("actions", ())):
                yield ("actions", place), element


def block_ids_differ(placed: Sequence[Placed]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for path, block in placed:
        name = block.get("block_id")
        if name is None:
            continue
        if name in seen:
            yield from wrong(f'`block_id` "{name}" already exists', *path, "block_id")
        seen.add(name)


def action_ids_differ(placed: Sequence[Placed]) -> Iterator[Wrong]:
    """An action's name is its own among those of the same block."""
    for path, block in placed:
        seen: set[str] = set()
        for within, element in elements_of(block):
            name = element.get("action_id")
            if name is None:
                continue
            if name in seen:
                yield from wrong(
                    f'`action_id` "{name}" already exists', *path, *within, "action_id"
                )
            seen.add(name)


def one_focus(placed: Sequence[Placed]) -> Iterator[Wrong]:
    focused = False
    for path, block in placed:
        for within, element in elements_of(block):
            if element.get("focus_on_load"):
                if focused:
                    yield from wrong(
                        "only one element may have `focus_on_load` set",
                        *path,
                        *within,
                        "focus_on_load",
                    )
                focused = True


def charts_are_few(placed: Sequence[Placed]) -> Iterator[Wrong]:
    charts = [path for path, block in placed if block["type"] == "data_visualization"]
    for path in charts[CHARTS_IN_ALL:]:
        yield from wrong(f"no more than {CHARTS_IN_ALL} `data_visualization` blocks allowed", *path)


def tables_are_few(placed: Sequence[Placed]) -> Iterator[Wrong]:
    tables = [path for path, block in placed if block["type"] == "table"]
    for path in tables[TABLES_IN_ALL:]:
        yield from wrong("only_one_table_allowed", *path)


def text_in_all(placed: Sequence[Placed]) -> Iterator[Wrong]:
    """Markdown and data tables are counted together over the whole payload."""
    markdown = cells = 0
    for path, block in placed:
        if block["type"] == "markdown":
            markdown += len(block["text"])
            if markdown > MARKDOWN_IN_ALL:
                yield from wrong(
                    f"`markdown` blocks must be less than {MARKDOWN_IN_ALL + 1} characters in all",
                    *path,
                    "text",
                )
        elif block["type"] == "data_table":
            cells += characters(block)
            if cells > TABLE_TEXT_IN_ALL:
                yield from wrong(
                    f"`data_table` cells must be less than {TABLE_TEXT_IN_ALL + 1} characters"
                    " in all",
                    *path,
                    "rows",
                )
