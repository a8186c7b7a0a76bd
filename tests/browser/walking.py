"""What a person does on any page: press, follow, fill in, read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

Look = Callable[[Page], None]


@dataclass(frozen=True)
class Walk:
    """One person's way through the site, and what is looked at on every page of it."""

    page: Page
    look: Look

    def at(self, heading: str) -> None:
        """Be on the page with this heading, and look at it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.look(self.page)

    def arrive(self, address: str) -> None:
        """Be on the page whose address ends like this, and look at it."""
        expect(self.page).to_have_url(re.compile(f"{address}$"))
        self.look(self.page)

    def press(self, name: str) -> None:
        """Press a button, or a link that looks like one."""
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""
        self.page.get_by_label(label).fill(text)

    def tick(self, label: str) -> None:
        """Choose a radio button, or tick a box."""
        self.page.get_by_label(label, exact=True).check()

    def holds(self, label: str, text: str) -> None:
        """A field still has what was typed into it."""
        expect(self.page.get_by_label(label)).to_have_value(text)

    def reads(self, text: str) -> None:
        """The page says this."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def read_refusal(self, sentence: str) -> None:
        """The page says what is wrong, with a link that leads to where it is; and it is looked at."""
        link = self.page.get_by_role("alert").get_by_role("link", name=sentence)
        expect(link).to_be_visible()
        expect(self.page.locator(link.get_attribute("href") or "none")).to_be_attached()
        self.look(self.page)

    def within(self, selector: str) -> Locator:
        """One part of the page."""
        return self.page.locator(selector)


def cases(page: Page, status: str) -> list[str]:
    """Where the cases of this status are that the visitor may see, the latest first."""
    listed = page.request.get(f"/cases/?status={status}").text()
    return list(dict.fromkeys(re.findall(r'href="(/cases/\d+/)"', listed)))
