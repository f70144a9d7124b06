import pytest


@pytest.mark.django_db
def test_home_greets_in_finnish(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "Hyvä teko kannattaa lainata." in response.content.decode()
