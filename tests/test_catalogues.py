import pytest

from tekojentori.management.commands import catalogues
from tests.factories import TekoFactory


def test_catalogues_are_whole_and_current():
    assert catalogues.find_faults() == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/sv/", "En god idé är värd att lånas"),
        ("/en/", "A good idea is worth borrowing"),
        ("/sv/teot/", "1 insats"),
        ("/en/teot/", "1 improvement"),
        ("/en/teot/?toimiala=x", "Unknown value: ”x”"),
    ],
)
def test_pages_speak_their_language(client, rekisteri, path, expected):
    TekoFactory(in_state="published")

    assert expected in client.get(path).content.decode()
