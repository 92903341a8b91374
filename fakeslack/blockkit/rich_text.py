"""Rich text: sections, lists, quotes and code, and what may stand inside them.

docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from fakeslack.blockkit.rules import (
    Rule,
    boolean,
    by_type,
    integer,
    list_of,
    matching,
    obj,
    one_of,
    string,
    typed,
    url,
)


def _style(*flags: str) -> dict[str, Rule]:
    return {"style": obj(optional=dict.fromkeys(flags, boolean))}


WORDS = _style("bold", "italic", "strike", "code", "underline")
MENTION = _style(
    "bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"
)
BORDER = {"border": integer(0, 1)}

TEXT = typed({"text": string()}, WORDS)
LINK = typed({"url": url()}, {"text": string(), "unsafe": boolean, **WORDS})

INLINE: dict[str, Rule] = {
    "text": TEXT,
    "link": LINK,
    "emoji": typed(
        {"name": string()},
        {"unicode": string(), "skin_tone": integer(1, 6), "url": url(), **WORDS},
    ),
    "user": typed({"user_id": string()}, MENTION),
    "usergroup": typed({"usergroup_id": string()}, MENTION),
    "channel": typed({"channel_id": string()}, MENTION),
    "team": typed({"team_id": string()}, MENTION),
    "broadcast": typed({"range": one_of("here", "channel", "everyone")}, WORDS),
    "color": typed({"value": matching("#[0-9a-fA-F]{3,8}", "must be a hex colour")}, WORDS),
    "date": typed(
        {"timestamp": integer(0), "format": string()},
        {"url": url(), "fallback": string(), **WORDS},
    ),
}

RUN = list_of(by_type(INLINE))
SECTION = typed({"elements": RUN})

PARTS: dict[str, Rule] = {
    "rich_text_section": SECTION,
    "rich_text_list": typed(
        {
            "style": one_of("bullet", "ordered"),
            "elements": list_of(by_type({"rich_text_section": SECTION})),
        },
        {"indent": integer(0, 8), "offset": integer(0), **BORDER},
    ),
    "rich_text_quote": typed({"elements": RUN}, BORDER),
    "rich_text_preformatted": typed(
        {"elements": list_of(by_type({"text": TEXT, "link": LINK}))},
        {"language": string(), **BORDER},
    ),
}

RICH_TEXT = typed({"elements": list_of(by_type(PARTS))}, {"block_id": string(255)})
