"""What the App Home tab shows of leads; its buttons are those of the cards."""

from bot.kit.house import House
from bot.leads.queries.home import HomeSections
from bot.leads.room import Room


def register(house: House, room: Room) -> None:
    """Offer this room's sections to the tab: sales first, then marketing."""
    sections = HomeSections(
        settings=room.settings, company=room.people, commands=room.commands, clock=room.clock
    )
    house.home_sections += [sections.sales, sections.marketing]
