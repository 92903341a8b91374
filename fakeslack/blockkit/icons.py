"""The icons Slack provides for cards.

docs.slack.dev/reference/block-kit/blocks/card-block
"""

from fakeslack.blockkit.rules import by_type, one_of, typed

NAMES = """
    archive book bookmark bot bug calendar call caret-left caret-right check clipboard code comment
    compass copy cube download edit email eye-closed eye-open file flag folder gear globe heart help
    image info key lightbulb link map mobile new-window pin plus refine refresh rocket save screen
    share sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning
""".split()  # noqa: SIM905 - names read better as a paragraph than one a line

SLACK_ICON = by_type({"icon": typed({"name": one_of(*NAMES)})})
