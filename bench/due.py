"""Measures how what is due is found among 25,000 schools with ten policies each: python -m bench.due

A process of its own finds it, on a site with cases and staff reports besides; bench.finders tells what is compared.
"""

from bench.sites import sites

CASES = 3_000
SCHOOLS = 25_000


def main() -> None:
    """Print the figures."""
    with sites(CASES) as [site]:
        site.run("-m", "bench.schools", str(SCHOOLS))
        print(site.run("-m", "bench.finders"), end="")


if __name__ == "__main__":
    main()
