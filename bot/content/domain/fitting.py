"""How well an asset fits a lead."""

from collections.abc import Iterable

from bot.content.domain.asset import Asset
from bot.content.domain.search import index_of, stem, words_asked
from bot.content.domain.tags import BuyerStage
from bot.leads.domain.duplicates import fold
from bot.leads.domain.lead import Lead, Stage

_STAGES = {
    Stage.SALES_QUALIFIED: (BuyerStage.CONSIDERATION, BuyerStage.DECISION),
    Stage.OPPORTUNITY: (BuyerStage.DECISION, BuyerStage.CONSIDERATION),
    Stage.WON: (BuyerStage.CUSTOMER,),
}


def stages_for(lead: Lead) -> tuple[BuyerStage, ...]:
    """Return the buyer stages a lead is likely in, the likeliest first."""
    return _STAGES.get(lead.stage, (BuyerStage.CONSIDERATION, BuyerStage.AWARENESS))


def best_for(lead: Lead, assets: Iterable[Asset]) -> tuple[Asset, ...]:
    """Put assets in order: of the lead's segment, of its industry, about what the person wrote.

    Another segment or industry alone rules an asset out. What reps found helpful decides between
    equals.
    """
    said = "" if lead.erased else f"{lead.message} {lead.campaign}"
    wish = {stem(word) for word in words_asked(said)}
    segment, industry = fold(lead.segment), fold(lead.industry)
    stages = stages_for(lead)

    def rank(asset: Asset) -> tuple[bool, bool, int, int, int, int]:
        weights = index_of(asset.details).weights
        near = min((stages.index(one) for one in asset.stages if one in stages), default=1)
        return (
            segment not in {fold(one) for one in asset.segments},
            not industry or fold(asset.industry) != industry,
            -sum(weights.get(term, 0) for term in wish),
            near,
            -(2 * (asset.helped - asset.not_helped) + min(asset.uses, 10)),
            -asset.id,
        )

    fit = [
        one
        for one in assets
        if (not one.segments or segment in {fold(tag) for tag in one.segments})
        and (not one.industry or not industry or fold(one.industry) == industry)
    ]
    return tuple(sorted(fit, key=rank))
