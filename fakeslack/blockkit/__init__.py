"""The fake Slack's own reading of Block Kit: what Slack would refuse, and where.

Written from Slack's documented rules (docs.slack.dev/reference/block-kit) and leaning on no
library, so that a bot and its block library are judged by somebody else.
"""

from fakeslack.blockkit.check import check_message, check_view
from fakeslack.blockkit.fault import Fault

__all__ = ["Fault", "check_message", "check_view"]
