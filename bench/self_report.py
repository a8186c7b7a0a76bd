"""Measures how a member of staff reports a pupil's friend request from a phone: python -m bench.self_report

At each school of the demonstration, through gunicorn: how many pages, how many things to touch (a link, an answer, a
field, a list and what is chosen in it, a button) and how many bytes, each file that the pages name fetched once.
"""

from html.parser import HTMLParser

from bench.pages import ASSET
from bench.sites import Visitor, serve, sites

CASES = 1
START, FORM = "/reports/new/", "/reports/new/friend_request/"
STAFF = (
    "catrin@cornist-park.example",
    "daniel@bradley.example",
    "zoe@cavendish.example",
    "hannah@st-peters.example",
    "laura@avenue.example",
    "beth@recreation-road.example",
)
# What is chosen or typed, and how many touches that takes; typing itself is not counted.
ANSWERS = {
    "who": ("pupil", 1),
    "described": ("A boy in Year 5", 1),
    "did": ("declined", 1),
    "platform": ("snapchat", 2),
}
LINK, BUTTON = 1, 1
MOST_PAGES, MOST_BYTES = 3, 150_000


class Filled(HTMLParser):
    """What a form would send as it is: its fields with a value, what is ticked and what is chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._textarea = self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an input that has something to send, and whose text or options follow."""
        given = {key: value or "" for key, value in attrs}
        name, value, kind = given.get("name", ""), given.get("value", ""), given.get("type", "text")
        is_sent = "checked" in given if kind in ("radio", "checkbox") else kind not in ("submit", "search")
        if tag == "input" and name and value and is_sent:
            self.values[name] = value
        elif tag == "textarea":
            self._textarea = name
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.values[self._select] = value

    def handle_data(self, data: str) -> None:
        """Keep the text of a textarea, less the line break that every one begins with."""
        if self._textarea:
            self.values[self._textarea] = data.removeprefix("\n")
            self._textarea = ""


def main() -> None:
    """Print the figures."""
    with sites(CASES) as [site]:
        for email in STAFF:
            with serve(site, by=email) as (visitor, _):
                print(f"{email}: {report(visitor)}")


def report(visitor: Visitor) -> str:
    """Make one report, and say what it took."""
    start, form = visitor.get(START), visitor.get(FORM)
    if f'href="{FORM}"' not in start.body.decode():
        raise SystemExit(f"nothing leads from {START} to {FORM}")
    fields = Filled(form.body.decode()).values | {name: value for name, (value, _) in ANSWERS.items()}
    sent = visitor.post(FORM, fields)
    if sent.status != 302:
        raise SystemExit(f"{FORM} answers {sent.status}")
    receipt = visitor.get(sent.location)
    pages = (start, form, receipt)
    named = dict.fromkeys(asset for page in pages for asset in ASSET.findall(page.body.decode()))
    files = [visitor.get(asset) for asset in named]
    touches = LINK + sum(count for _, count in ANSWERS.values()) + BUTTON
    size = sum(answer.size for answer in (*pages, sent, *files))
    seconds = sum(answer.seconds for answer in (*pages, sent))
    return (
        f"{len(pages)} pages (at most {MOST_PAGES}), {touches} touches, {size / 1000:.0f} KB in"
        f" {len(pages) + 1 + len(files)} requests (at most {MOST_BYTES / 1000:.0f} KB),"
        f" answered in {seconds * 1000:.0f} ms altogether"
    )


if __name__ == "__main__":
    main()
