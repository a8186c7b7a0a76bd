"""Measures what a trust of 30 schools looks at, with 1,000 and with 20,000 cases, through gunicorn.

Run it with: python -m bench.trust

Once as a governor of all the schools, and once as the Headteacher of all, from whom some of their cases are kept.
"""

from bench.pages import count_queries, time_in_turn
from bench.sites import EMAIL, GOVERNOR, serve, sites

SMALL, LARGE = 1_000, 20_000
MOST_QUERIES = 15
READERS = {"a governor": GOVERNOR, "a Headteacher": EMAIL}
PAGES = {
    "schools side by side": "/oversight/schools/",
    "reviews": "/oversight/reviews/",
    "calendar": "/oversight/reviews/?view=calendar",
    "figures": "/oversight/figures/",
}


def main() -> None:
    """Print the figures."""
    with sites(SMALL, LARGE, world="bench.trust_world") as (small, large):
        for reader, email in READERS.items():
            pages = {f"{name}, for {reader}": address for name, address in PAGES.items()}
            count_queries((small, large), pages, most=MOST_QUERIES, by=email)
            with serve(small, by=email) as (at_small, _), serve(large, by=email) as (at_large, _):
                for name, address in pages.items():
                    time_in_turn(name, address, at_small, at_large)


if __name__ == "__main__":
    main()
