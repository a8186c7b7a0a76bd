import pytest
from django.test import Client

pytestmark = pytest.mark.engine


@pytest.mark.django_db
def test_a_copy_whose_database_answers_says_ok(client: Client) -> None:
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.content == b"ok"


def test_asking_after_health_changes_nothing(client: Client) -> None:
    assert client.post("/health/").status_code == 405
