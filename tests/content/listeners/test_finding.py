"""Search first, by dispatched payloads: find, use, say for whom and whether it helped."""

import json

from sqlalchemy import select

from bot.content.store.asset_tables import asset_uses, searches
from fakeslack.blockkit import check_message, check_view
from tests.content.library import a_saved_asset, fill_the_shelf
from tests.content.scene import MARK, RITA, TOM, a_content_floor, a_saved_lead
from tests.leads.scene import owned


def floor(db):
    house = a_content_floor(db)
    return house, fill_the_shelf(db)


def kept(db):
    with db.read() as work:
        return work.execute(select(searches).order_by(searches.c.id)).all()


def uses(db):
    with db.read() as work:
        rows = work.execute(select(asset_uses).order_by(asset_uses.c.id))
        return [(row.asset_id, row.person, row.lead_id) for row in rows]


def buttons(blocks):
    found = [block.get("accessory") for block in blocks if block.get("accessory")]
    found += [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return {(one["text"]["text"], one["action_id"], one.get("value", "")) for one in found}


def test_what_is_found_is_ready_to_use(db):
    house, ids = floor(db)
    ack = house.command("/content find customs delays", by=RITA.id)
    assert check_message(ack["blocks"]) == []
    assert ack["text"].startswith("One piece for “customs delays”\nHow Harbour Lines cut customs")
    asset = ids["How Harbour Lines cut customs delays"]
    assert ("Use this", "content.use", f"S1 A{asset}") in buttons(ack["blocks"])
    assert ("Not what you need? Ask", "content.ask", "S1") in buttons(ack["blocks"])


def test_nothing_found_is_kind_kept_and_leads_to_asking(db):
    house, _ = floor(db)
    ack = house.command("/content find ada@northwind.example +49 30 1234567 blockchain", by=RITA.id)
    assert check_message(ack["blocks"]) == []
    assert "Nothing in the library for" in ack["text"]
    assert buttons(ack["blocks"]) == {("Ask for content", "content.ask", "S1")}
    (search,) = kept(db)
    assert (search.words, search.found) == ("blockchain", 0)
    assert RITA.id not in str(search), "who searched is not kept"


def test_the_same_search_on_one_day_is_one_and_marketers_searches_are_not_kept(db):
    house, _ = floor(db)
    for typed in ("customs guide", "guides customs", "customs guide segment:SaaS"):
        house.command(f"/content find {typed}", by=RITA.id)
    house.command("/content find customs guide", by=TOM.id)
    ack = house.command("/content find customs guide", by=MARK.id)
    assert len(kept(db)) == 3
    assert not any(action == "content.ask" for _, action, _ in buttons(ack["blocks"]))


def test_an_empty_search_says_how(db):
    house, _ = floor(db)
    assert "/content find customs one-pager" in house.command("/content find", by=RITA.id)["text"]
    ack = house.submit("content.find", {"words": "  "}, by=RITA.id)
    assert ack == {
        "response_action": "errors",
        "errors": {"words": "A word, or one of the tags below."},
    }


def test_the_shortcut_opens_a_form_that_shows_what_it_found(db):
    house, _ = floor(db)
    house.shortcut("content.find", by=RITA.id)
    assert check_view(house.opened) == []
    chosen = {"selected_option": {"value": "SaaS"}}
    ack = house.submit("content.find", {"words": "waiting", "segment": chosen}, by=RITA.id)
    assert check_view(ack["view"]) == []
    assert "Whitepaper: the cost of waiting" in json.dumps(ack["view"])
    assert ack["view"]["submit"]["text"] == "Find again"
    assert kept(db)[0].segment == "SaaS"


def test_the_box_on_the_home_tab_searches_with_the_keyboard_and_with_the_button(db):
    house, _ = floor(db)
    home = {"type": "home"}
    house.click("content.home_find", "customs delays", by=RITA.id, view=home)
    assert "How Harbour Lines" in json.dumps(house.opened)
    state = {"values": {"content-search": {"content.home_find": {"value": "pricing"}}}}
    house.click("content.home_search", by=RITA.id, view={**home, "state": state})
    assert "Pricing and packages" in json.dumps(house.opened)
    assert check_view(house.opened) == []
    house.click("content.home_search", by=RITA.id, view=home)
    assert house.opened["title"]["text"] == "Find content"


def test_use_this_counts_once_a_day_and_remembers_the_lead(db):
    house, ids = floor(db)
    lead = a_saved_lead(db, **owned(by=RITA.id))
    asset = ids["First call deck"]
    for _ in range(2):
        house.click("content.use", f"S1 A{asset}", by=RITA.id)
    assert uses(db) == [(asset, RITA.id, 0)]
    view = house.opened
    assert check_view(view) == []
    copy = next(block for block in view["blocks"] if block["block_id"] == "copy")
    assert copy["element"]["initial_value"].startswith("Three slides on why paperwork")
    assert copy["element"]["initial_value"].endswith("https://content.example.com/first-call-deck")
    whom = next(block for block in view["blocks"] if block["block_id"] == "lead")
    assert [one["value"] for one in whom["element"]["options"]] == [f"L{lead}"]
    fields = {"copy": "x", "lead": {"selected_option": {"value": f"L{lead}"}}}
    assert (
        house.submit("content.used", fields, by=RITA.id, note=json.loads(view["private_metadata"]))
        == {}
    )
    assert uses(db) == [(asset, RITA.id, lead)]
    house.click("content.use", f"A{asset}", by=TOM.id)
    house.click("content.use", f"A{asset}", by=MARK.id)
    assert uses(db)[1:] == [(asset, TOM.id, 0)], "a marketer who looks is no use"


def test_from_a_lead_s_thread_the_lead_is_known(db):
    house, ids = floor(db)
    lead = a_saved_lead(db, **owned(by=RITA.id))
    asset = ids["Pricing and packages"]
    house.click("content.use", f"L{lead} A{asset}", by=RITA.id)
    assert uses(db) == [(asset, RITA.id, lead)]
    assert "Noted for L-1 Northwind Freight" in json.dumps(house.opened)


def test_a_thumb_counts_and_can_change(db):
    house, ids = floor(db)
    asset = ids["First call deck"]
    house.click("content.use", f"A{asset}", by=RITA.id)
    view = house.opened
    house.click("content.helped", f"A{asset}", by=RITA.id, view=view)
    updated = house.client.called("views.update")[-1]["view"]
    assert "You said: it helped." in json.dumps(updated)
    house.click("content.not_helped", f"A{asset}", by=RITA.id, view=updated)
    text = house.command(f"/content library A-{asset}", by=RITA.id)["text"]
    assert "used once · 👎 1" in text
    house.click("content.helped", f"A{asset}", by=MARK.id)
    refused = house.answers.responses[-1]["text"]
    assert "Only sales reps can say whether content helped" in refused


def test_stale_buttons_get_a_precise_sentence(db):
    house, ids = floor(db)
    asset = ids["First call deck"]
    house.command(f"/content retire A-{asset}", by=MARK.id)
    house.click("content.use", f"A{asset}", by=RITA.id)
    assert house.told[-1] == (
        f"A-{asset} “First call deck” was retired. /content find looks for another one."
    )
    house.click("content.use", "A999", by=RITA.id)
    assert house.told[-1] == "There is no A-999. /content library shows what there is."
    house.click("content.use", "rubbish", by=RITA.id)
    assert house.told[-1].startswith("Which one?")
    draft = a_saved_asset(db, "Not yet", approved=False)
    house.click("content.use", f"A{draft}", by=RITA.id)
    assert "is a draft that marketing does not stand behind yet" in house.told[-1]


def test_a_draft_that_would_fit_is_named_not_given(db):
    house, _ = floor(db)
    a_saved_asset(db, "Blockchain for beginners", approved=False)
    ack = house.command("/content find blockchain", by=RITA.id)
    assert (
        "In the works, not approved yet: A-13 Blockchain for beginners (Mona Schmidt)."
        in ack["text"]
    )
    assert buttons(ack["blocks"]) == {("Ask for content", "content.ask", "S1")}
    assert "Use this" in str(house.command("/content find blockchain", by=MARK.id)["blocks"])


def test_guests_find_nothing(db):
    house, _ = floor(db)
    assert house.command("/content find customs", by="U0GUS")["text"].startswith("Guests can't")
    house.click("content.use", "A1", by="U0GUS")
    assert house.told[-1].startswith("Guests can't")
    assert uses(db) == []
