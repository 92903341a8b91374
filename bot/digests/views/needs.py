"""What needs the reader, each with its button."""

from slackblocks import Button, SectionBlock

from bot.digests.domain.facts import Need, NeedKind
from bot.kit.blocks import mrkdwn, plain
from bot.kit.wording import counted, field

SHOW = "digest.show"
READ = "definition.read"
"""The button of the leads room that opens a version of the definition."""


def need_line(need: Need) -> str:
    """Return what needs the reader, in a sentence."""
    match need.kind:
        case NeedKind.UNTOUCHED:
            verb = "waits" if need.count == 1 else "wait"
            leads = counted(need.count, "lead").capitalize()
            return f"{leads} {verb} untouched for over a working day"
        case NeedKind.PROPOSAL:
            return f"Definition proposal {field(need.name)} waits for your signature"
        case NeedKind.ACTIONS:
            verb = "is" if need.count == 1 else "are"
            return f"{counted(need.count, 'action').capitalize()} of the meeting {verb} overdue"
        case NeedKind.REQUESTS:
            requests = counted(need.count, "content request").capitalize()
            verb = "waits" if need.count == 1 else "wait"
            return f"{requests} {verb} past the day they were needed"
        case NeedKind.WANTED:
            people = counted(need.count, "rep")
            return f"“{field(need.name)}” is asked for by {people}"


def need_block(need: Need, place: int) -> SectionBlock:
    """Return the line with its button; the first says that these are the reader's to do."""
    if need.kind is NeedKind.PROPOSAL:
        button = Button(plain("Read"), action_id=READ, value=need.name)
    else:
        button = Button(
            plain("Show"), action_id=SHOW, value=f"{need.kind.value} {need.name}".strip()[:200]
        )
    line = f"*Needs you*\n{need_line(need)}" if place == 0 else need_line(need)
    return SectionBlock(mrkdwn(line), block_id=f"need-{place}-{need.kind}", accessory=button)
