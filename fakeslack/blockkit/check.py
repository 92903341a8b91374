"""The two questions the fake Slack asks: may this message be posted, may this view be shown?"""

from collections.abc import Iterable, Sequence
from typing import Any

from fakeslack.blockkit.blocks import blocks_on
from fakeslack.blockkit.fault import Fault
from fakeslack.blockkit.objects import plain_text
from fakeslack.blockkit.rules import Rule, Wrong, boolean, by_type, list_of, string, typed, under
from fakeslack.blockkit.whole import between_blocks, inputs_can_be_sent

# Slack lists what it finds; a hopeless payload need not be listed to the end.
FAULTS_TOLD = 100


def check_message(blocks: object, *, ephemeral: bool = False) -> list[Fault]:
    """What Slack would refuse in a message's `blocks`; nothing, if it may be posted.

    Never raises, whatever JSON it is given. Slack documents no block that an ephemeral message
    may not carry, so `ephemeral` changes nothing yet; callers say it all the same.
    """
    del ephemeral
    return _told("/blocks", MESSAGE(blocks) or between_blocks(_list(blocks)))


def check_view(view: object) -> list[Fault]:
    """What Slack would refuse in a modal or Home view. Its size in bytes is the caller's to weigh.

    Never raises, whatever JSON it is given.
    """
    return _told("/view", VIEW(view))


def _told(root: str, wrongs: Iterable[Wrong]) -> list[Fault]:
    return [
        Fault("/".join([root, *map(str, path)]), message)
        for path, message in list(wrongs)[:FAULTS_TOLD]
    ]


def _list(blocks: object) -> Sequence[Any]:
    return blocks if isinstance(blocks, list) else ()


def _blocks_agree(view: Any) -> Sequence[Wrong]:
    return under("blocks", between_blocks(view["blocks"]))


def _can_be_submitted(view: Any) -> Sequence[Wrong]:
    if "submit" in view:
        return ()
    return under("blocks", list(inputs_can_be_sent(view["blocks"])))


MESSAGE: Rule = list_of(blocks_on("message"), most=50)

_OF_ANY_VIEW: dict[str, Rule] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}

VIEW: Rule = by_type(
    {
        "modal": typed(
            {"title": plain_text(24), "blocks": list_of(blocks_on("modal"), most=100)},
            {
                "submit": plain_text(24),
                "close": plain_text(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                **_OF_ANY_VIEW,
            },
            also=[_can_be_submitted, _blocks_agree],
        ),
        "home": typed(
            {"blocks": list_of(blocks_on("home"), most=100)},
            _OF_ANY_VIEW,
            also=[_blocks_agree],
        ),
    }
)
