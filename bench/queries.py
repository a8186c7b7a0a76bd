"""Counts what pages ask of the database of the environment: python -m bench.queries EMAIL ADDRESS ...

Prints, as JSON, for each address how many queries it took and how often the most repeated one was asked. Queries that
differ in their values alone count as one repeated; the words that begin and end a transaction count too.
"""

import json
import os
import re
import sys
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User

VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+\b")


def count_queries(client: Client, address: str) -> tuple[int, int]:
    """How many queries the page takes once it is warm, and how often the most repeated one is asked."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} is not to be had")
    alike = Counter(VALUE.sub("?", query["sql"]) for query in queries)
    return len(queries), max(alike.values())


def main(email: str, *addresses: str) -> None:
    """Print the figures of each address, for this user."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    print(json.dumps({address: count_queries(client, address) for address in addresses}))


if __name__ == "__main__":
    main(*sys.argv[1:])
