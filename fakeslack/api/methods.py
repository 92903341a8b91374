"""The table of Web API methods: what this Slack has, in full, in part or not at all."""

from fakeslack.api import auth, chat, conversations, files, marks, users, views
from fakeslack.api.table import Method

METHODS: dict[str, Method] = {
    method.name: method
    for family in (auth, chat, conversations, files, marks, users, views)
    for method in family.METHODS
}
