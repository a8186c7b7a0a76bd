"""What a first visit costs whoever pays for their megabytes."""

import pytest
from playwright.sync_api import Request

from tests.browser.conftest import Visit
from tests.browser.walking import cases

pytestmark = pytest.mark.browser

BYTES = 200_000
REQUESTS = 6
OPEN_CASE = "an open case"


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("", "/accounts/login/"),
        ("", "/verify/"),
        ("sian@cornist-park.example", "/"),
        ("sian@cornist-park.example", OPEN_CASE),
        ("sian@cornist-park.example", "/policies/cornist-park/"),
        ("gwen@cornist-park.example", "/oversight/reviews/"),
        ("gwen@cornist-park.example", "/oversight/figures/"),
    ],
)
def test_a_first_visit_is_light(visit: Visit, who: str, address: str) -> None:
    page = visit(who)
    finished: list[Request] = []

    def count(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", count)

    page.goto(cases(page, "open")[0] if address == OPEN_CASE else address, wait_until="networkidle")

    sizes = [request.sizes() for request in finished]
    sent = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert len(finished) <= REQUESTS, [request.url for request in finished]
    assert sent <= BYTES, sent
