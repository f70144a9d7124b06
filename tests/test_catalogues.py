import pytest
from babel.messages.catalog import Message

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
        ("/en/teot/?toimiala=x", "Unknown value: “x”"),
    ],
)
def test_pages_speak_their_language(client, rekisteri, path, expected):
    TekoFactory(in_state="published")

    assert expected in client.get(path).content.decode()


@pytest.mark.parametrize(("language", "name"), [("sv", "programkansli"), ("en", "programme")])
def test_the_programme_office_has_one_name(language, name):
    messages = [message for message in catalogues.read(language) if "ohjelmatoimisto" in str(message.id).lower()]

    assert messages
    assert [message.string for message in messages if name not in str(message.string).lower()] == []


@pytest.mark.parametrize(
    ("original", "translation", "fault"),
    [
        ("%(count)s merkkiä", "%(count)s tecken", []),
        ("%(count)s merkkiä", "%(cont)s tecken", ["paikkamerkit eivät täsmää"]),
        ("%(count)s merkkiä", "%(count)s av 100 % tecken", ["irrallinen prosenttimerkki; kirjoita %%"]),
        ("%(count)s merkkiä", "%(count)s av 100 %% tecken", []),
        (("%(count)s teko", "%(count)s tekoa"), ("%(count)s insats", "insatser"), ["paikkamerkit eivät täsmää"]),
        (("%(count)s teko", "%(count)s tekoa"), ("%(count)s insats", ""), ["kääntämättä"]),
        ("Teot", "Teot", ["käännös on sama kuin suomeksi"]),
    ],
)
def test_faulty_translations_are_named(original, translation, fault):
    assert catalogues.faults_of(Message(original, translation)) == fault
