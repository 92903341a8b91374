"""The forms of the definition: a proposal over every rule, and why one is refused."""

from collections.abc import Mapping

from slackblocks import (
    Block,
    CheckboxGroup,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInput,
)

from bot.kit.blocks import mrkdwn, plain
from bot.kit.modals import View, modal
from bot.leads.definition.domain import Definition
from bot.leads.definition.form import NO_FREE_MAIL, as_typed
from bot.leads.definition.versions import VersionStory


def propose_modal(base: Definition, *, in_force: int, why: str = "", standing: str = "") -> View:
    """Return the form of a proposal, filled with the rules of `base`.

    `in_force` is the version in force, which must still be so when the form is sent.
    """
    typed = as_typed(base)
    free_mail = Option(
        plain("Free mail addresses do not qualify"),
        NO_FREE_MAIL,
        description=plain("gmail.com, web.de and the like"),
    )
    begins = standing or f"It begins with the rules of v{base.version}."
    intro = (
        f"{begins} A rule left empty asks for nothing. Before anybody signs, it is tried on the "
        "leads of the last 90 days, and I tell you what came of it."
    )
    blocks: list[Block] = [
        ContextBlock([mrkdwn(intro)], block_id="intro"),
        _text(
            "required",
            "What must be given",
            typed,
            hint="One line for each. One of several is enough with “or”: e-mail or phone",
            multiline=True,
        ),
        _text("minimum_score", "Lowest score", typed, placeholder="60"),
        _text("segments", "Segments", typed, placeholder="SaaS, Freight"),
        _text("countries", "Countries", typed, placeholder="DE, Austria"),
        _text("employees_from", "Smallest company, in people", typed, placeholder="50"),
        _text("employees_to", "Largest company, in people", typed, placeholder="5,000"),
        InputBlock(
            plain("Free mail"),
            CheckboxGroup(
                NO_FREE_MAIL,
                [free_mail],
                initial_options=[free_mail] if base.no_free_mail else None,
            ),
            block_id=NO_FREE_MAIL,
            optional=True,
        ),
        _text(
            "competitors",
            "Competitors' mail domains",
            typed,
            placeholder="rival.example",
            hint="Everything below them counts too.",
        ),
        InputBlock(
            plain("Why? Both teams read it when it comes into force"),
            PlainTextInput(
                action_id="why", multiline=True, max_length=500, initial_value=why or None
            ),
            block_id="why",
        ),
    ]
    return modal(
        "Propose a definition",
        blocks,
        callback="definition.propose",
        submit="Propose",
        close="Cancel",
        note={"in_force": in_force},
    )


def _text(
    name: str,
    label: str,
    typed: Mapping[str, str],
    *,
    placeholder: str = "",
    hint: str = "",
    multiline: bool = False,
) -> Block:
    lines = multiline or "\n" in typed[name]
    element = PlainTextInput(
        action_id=name,
        multiline=lines,
        initial_value=typed[name] or None,
        placeholder=plain(placeholder) if placeholder else None,
    )
    said = plain(hint) if hint else None
    return InputBlock(plain(label), element, block_id=name, hint=said, optional=True)


def refuse_modal(story: VersionStory, *, own: bool) -> View:
    """Ask why a proposal is refused, or by its proposer withdrawn."""
    verb = "Withdraw" if own else "Refuse"
    goes = "Both teams can read it." if own else "Its proposer is told, and can propose again."
    blocks: list[Block] = [
        InputBlock(
            plain("Why?"),
            PlainTextInput(action_id="why", multiline=True, max_length=500),
            block_id="why",
            hint=plain(goes),
        )
    ]
    return modal(
        f"{verb} v{story.version}",
        blocks,
        callback="definition.refuse",
        submit=verb,
        close="Cancel",
        note={"version": story.version},
    )
