"""What slackblocks builds, Slack takes; so does the fake."""

import json
from typing import Any

import pytest
import slackblocks as sb

from fakeslack.blockkit import check_message, check_view

BUILT: dict[str, Any] = {}
