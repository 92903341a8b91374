"""The shapes payloads are held to, each with the address it was taken from."""

import json
from pathlib import Path

SHAPES = json.loads((Path(__file__).parent / "payloads.json").read_text())


def differences(shape, found, at=""):
    """Where `found` has other fields or other types than the shape; "*" is looked at elsewhere."""
    if shape == "*":
        return []
    if type(shape) is not type(found):
        return [f"{at}: {type(found).__name__} in the place of {type(shape).__name__}"]
    if isinstance(shape, dict):
        missing = [f"{at}/{name} is missing" for name in shape if name not in found]
        invented = [f"{at}/{name} is not Slack's" for name in found if name not in shape]
        both = [name for name in shape if name in found]
        inner = [differences(shape[name], found[name], f"{at}/{name}") for name in both]
        return missing + invented + [line for lines in inner for line in lines]
    if isinstance(shape, list) and shape:
        return [line for row in found for line in differences(shape[0], row, f"{at}/0")]
    return []


def fits(name, payload):
    assert differences(SHAPES[name], payload) == []
