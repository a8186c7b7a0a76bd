"""A keyboard alone: what a person presses who uses no mouse, with the focus in sight at every press."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

# Whether the focus shows: by an outline or a shadow of the element, or of the mark drawn beside a radio or a box.
# The button inside a date that opens its calendar gets Chromium's own ring, which no script can see.
SHOWS_FOCUS = """() => {
    const focused = document.activeElement;
    if (focused === document.body || focused.id === "main") return true;
    if (focused.matches("[type=date]:not(:focus)")) return true;
    const drawn = focused.matches("[type=radio], [type=checkbox]") && focused.nextElementSibling;
    const style = drawn ? getComputedStyle(drawn, "::before") : getComputedStyle(focused);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return outlined || style.boxShadow !== "none";
}"""
# Without a window, Chromium asks for a day in the American order, whatever the language of the page.
AS_ASKED = "%m%d%Y"
IS_FOCUSED = "element => element === document.activeElement"


def stops(page: Page) -> Iterator[None]:
    """Press Tab, again and again; what has the focus shows it."""
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")
        yield


def reach(page: Page, target: Locator) -> None:
    """Go on by Tab until this has the focus."""
    expect(target).to_be_visible()
    page.wait_for_load_state()
    assert any(target.evaluate(IS_FOCUSED) for _ in stops(page)), f"no Tab leads to {target}"


def write(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.type(text)


def press(page: Page, name: str, key: str = "Enter") -> None:
    reach(page, page.get_by_role("main").get_by_role("button", name=name).first)
    page.keyboard.press(key)


def follow(page: Page, name: str) -> None:
    reach(page, page.get_by_role("main").get_by_role("link", name=name).first)
    page.keyboard.press("Enter")


def choose(page: Page, group: str, name: str) -> None:
    """Tab leads to a set of radio buttons once; arrows lead to the one that is meant."""
    radios = page.get_by_role("group", name=group).get_by_role("radio")
    reach(page, radios.first)
    page.keyboard.press("Space")
    meant = page.get_by_role("group", name=group).get_by_label(name, exact=True)
    for _ in range(radios.count()):
        if meant.is_checked():
            return
        page.keyboard.press("ArrowDown")
    assert meant.is_checked(), name


def at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def press_link_like_a_button(page: Page, name: str) -> None:
    reach(page, page.get_by_role("main").locator("a.govuk-button", has_text=name))
    page.keyboard.press("Enter")
