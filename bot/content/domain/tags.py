"""The tags of content: the same words for what is asked for and for what stands in the library."""

from enum import StrEnum


class BuyerStage(StrEnum):
    """How far the buyer is whom the content should move."""

    AWARENESS = "awareness"
    CONSIDERATION = "consideration"
    DECISION = "decision"
    CUSTOMER = "customer"


class Format(StrEnum):
    """What kind of thing it is, as people call it."""

    ONE_PAGER = "one-pager"
    CASE_STUDY = "case study"
    DECK = "deck"
    GUIDE = "guide"
    ARTICLE = "article"
    VIDEO = "video"
    WEBINAR = "webinar"
    EMAIL = "e-mail template"
    BATTLE_CARD = "battle card"
    CALCULATOR = "calculator"
    OTHER = "other"
