"""Measures the list of cases and the page of a case at 1,000 and at 20,000 cases, through gunicorn.

Run it with: python -m bench.pages

The two sites are up at once and take turns, and the median of each counts. Queries are counted in a process of their
own, as gunicorn does not tell.
"""

import json
import re
from statistics import median

from bench.sites import EMAIL, Site, Visitor, serve, sites

SMALL, LARGE = 1_000, 20_000
ROUNDS = 11
MOST_QUERIES = {"list": 12, "page": 18}
MOST_REPEATED = 2
MOST_TIMES = 1.5
MOST_BYTES, MOST_REQUESTS = 200_000, 6

LIST, INCIDENTS = "/cases/", "/incidents/"
NARROWED = {
    "last page": "page=40",
    "search that finds all": "q=facebook",
    "search that finds four": "q=Q00012",
    "search, two words": "q=rumour+bow",
    "open": "status=open",
    "closed": "status=closed",
    "overdue": "due=overdue",
    "due in 7 days": "due=week",
    "of parents": "capacity=parent",
    "of governors (none)": "capacity=governor",
    "defamation": "finding=defamation",
    "threats": "finding=threat",
    "Snapchat": "platform=snapchat",
    "TikTok (none)": "platform=tiktok",
    "everything at once": "q=post&status=open&due=any&capacity=parent&platform=facebook",
}
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def main() -> None:
    """Print the figures."""
    with (
        sites(SMALL, LARGE) as (small, large),
        serve(small) as (at_small, _),
        serve(large) as (at_large, _),
    ):
        case = first_case(at_small)
        lists = {"case list": LIST, **{f"case list, {name}": f"{LIST}?{query}" for name, query in NARROWED.items()}}
        pages = {"case page": case, "home": "/", "incident list": INCIDENTS}
        count_queries((small, large), {"case list": LIST}, most=MOST_QUERIES["list"])
        count_queries((small, large), {"case page": pages["case page"]}, most=MOST_QUERIES["page"])
        for name, address in (lists | pages).items():
            time_in_turn(name, address, at_small, at_large)
        for name in ("case list", "case page"):
            weigh(name, (lists | pages)[name], at_large)


def first_case(visitor: Visitor) -> str:
    """The address of the case of the demonstration that has the most to show."""
    [case] = re.findall(r'href="(/cases/\d+/)"', visitor.get(f"{LIST}?q=own+page").body.decode())
    return str(case)


def count_queries(where: tuple[Site, ...], addresses: dict[str, str], *, most: int, by: str = EMAIL) -> None:
    """Print how many queries each address takes at each site, opened by this user."""
    for site in where:
        counted = json.loads(site.run("-m", "bench.queries", by, *addresses.values()))
        for name, address in addresses.items():
            queries, repeated = counted[address]
            print(
                f"{name} at {site.cases:,}: {queries} queries (at most {most}),"
                f" the most repeated {repeated} times (at most {MOST_REPEATED})"
            )


def time_in_turn(name: str, address: str, small: Visitor, large: Visitor) -> None:
    """Print the median time of an address at both sites, which take turns."""
    times: dict[Visitor, list[float]] = {small: [], large: []}
    for turn in range(ROUNDS + 2):
        for visitor, seconds in times.items():
            answer = visitor.get(address)
            if answer.status != 200:
                raise SystemExit(f"{address} answers {answer.status}")
            seconds.append(answer.seconds * 1000 if turn > 1 else 0)
    few, many = (median(seconds[2:]) for seconds in times.values())
    print(
        f"{name}: {few:.0f} ms at {SMALL:,}, {many:.0f} ms at {LARGE:,}; ratio {many / few:.2f} (at most {MOST_TIMES})"
    )


def weigh(name: str, address: str, visitor: Visitor) -> None:
    """Print how much a first visit fetches: the page and every file it names."""
    page = visitor.get(address)
    sizes = {address: page.size}
    for asset in ASSET.findall(page.body.decode()):
        sizes[asset] = visitor.get(asset).size
    print(
        f"{name}, first visit: {sum(sizes.values()) / 1000:.0f} KB (at most {MOST_BYTES / 1000:.0f}),"
        f" {len(sizes)} requests (at most {MOST_REQUESTS})"
    )


if __name__ == "__main__":
    main()
