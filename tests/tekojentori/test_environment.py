"""Each variable that is missing or wrong is named, and a right one is read."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tekojentori.environment import Environment

LONG = "abcdefghij" * 5


def read(kind: str, value: str | None, **options):
    """What the reader of this kind makes of the variable X, and the faults it found."""
    env = Environment({} if value is None else {"X": value})
    return getattr(env, kind)("X", **options), env.faults


@pytest.mark.parametrize(
    ("kind", "value", "options", "part"),
    [
        ("text", None, {}, "puuttuu; aseta se."),
        ("text", "", {}, "puuttuu; aseta se."),
        ("boolean", "ehkä", {"default": False}, "true tai false"),
        ("integer", "0", {"default": 2, "least": 1}, "vähintään 1"),
        ("integer", "-1", {"default": 2, "least": 0}, "vähintään 0"),
        ("integer", "kaksi", {"default": 2, "least": 1}, "kokonaisluku"),
        ("integer", "1001", {"default": 2, "least": 1}, "enintään 1000"),
        ("integer", "9" * 5000, {"default": 2, "least": 1}, "enintään 1000"),
        ("sender", "tori", {"default": "a@tori.example"}, "anna lähettäjä muodossa"),
        ("sender", "Tori <a@tori.example>\nBcc: b@tori.example", {"default": ""}, "anna lähettäjä muodossa"),
        ("secret", None, {"default": None}, "vähintään 50"),
        ("secret", LONG[:-1], {"default": None}, "vähintään 50"),
        ("secret", "a" * 60, {"default": None}, "vähintään 50"),
        ("hosts", None, {"default": None}, "palvelimen nimet"),
        ("hosts", "*", {"default": ["localhost"]}, "palvelimen nimet"),
        ("hosts", "https://tori.example", {"default": None}, "palvelimen nimet"),
        ("issuer", "http://tunnistus.example", {}, "https-osoite"),
        ("issuer", "https://tunnistus.example/?a", {}, "https-osoite"),
        ("folder", "media", {"default": Path("/srv/media")}, "koko polku"),
        ("folder", __file__, {"default": Path("/srv/media")}, "koko polku"),
        ("folder", f"{__file__}/media", {"default": Path("/srv/media")}, "ei voi tehdä; tee se, tai anna"),
        ("database", None, {"test_name": "test"}, "puuttuu; anna osoite"),
        ("database", "mysql://tori@db.example/tori", {"test_name": "test"}, "ei ole PostgreSQL-osoite"),
        ("database", "postgresql://tori@db.example/", {"test_name": "test"}, "ei ole PostgreSQL-osoite"),
        ("database", "postgresql://tori@db.example:portti/tori", {"test_name": "test"}, "ei ole PostgreSQL-osoite"),
        ("mailer", None, {"default": None}, "puuttuu; anna osoite"),
        ("mailer", "smtps://", {"default": None}, "ei käy"),
        ("mailer", "smtp://posti.example:portti", {"default": None}, "ei käy"),
        ("mailer", "https://posti.example", {"default": None}, "ei käy"),
        ("email", None, {"default": None}, "puuttuu; anna osoite"),
        ("email", "Toimisto <toimisto@tori.example>", {"default": None}, "pelkkä osoite"),
        ("email", "toimisto", {"default": None}, "pelkkä osoite"),
        ("site", None, {"default": None}, "puuttuu; anna sivuston osoite"),
        ("site", "tori.example", {"default": None}, "ilman polkua"),
        ("site", "https://tori.example/", {"default": None}, "ilman polkua"),
    ],
)
def test_wrong_variable_gives_its_sentence(kind, value, options, part):
    _read, faults = read(kind, value, **options)

    assert len(faults) == 1
    assert faults[0].startswith("X: ")
    assert part in faults[0]


@pytest.mark.parametrize(
    ("kind", "value", "options", "expected"),
    [
        ("text", "tori", {}, "tori"),
        ("text", None, {"default": "oletus"}, "oletus"),
        ("sender", "", {"default": "Tori <a@tori.example>"}, "Tori <a@tori.example>"),
        ("sender", "a@tori.example", {"default": ""}, "a@tori.example"),
        ("boolean", "Yes", {"default": False}, True),
        ("boolean", "", {"default": True}, False),
        ("boolean", None, {"default": True}, True),
        ("integer", "1", {"default": 2, "least": 1}, 1),
        ("integer", None, {"default": 2, "least": 1}, 2),
        ("secret", LONG, {"default": None}, LONG),
        ("secret", None, {"default": lambda: "oma"}, "oma"),
        ("hosts", "tori.example, www.tori.example", {"default": None}, ["tori.example", "www.tori.example"]),
        ("hosts", None, {"default": ["localhost"]}, ["localhost"]),
        ("folder", None, {"default": Path("/srv/media")}, Path("/srv/media")),
        ("issuer", "https://tunnistus.example/kunta/v2.0/", {}, "https://tunnistus.example/kunta/v2.0"),
        ("issuer", None, {}, ""),
        ("email", "toimisto@tori.example", {"default": None}, "toimisto@tori.example"),
        ("site", "https://tori.example", {"default": None}, "https://tori.example"),
        ("site", None, {"default": "http://127.0.0.1:8000"}, "http://127.0.0.1:8000"),
    ],
)
def test_right_variable_is_read(kind, value, options, expected):
    assert read(kind, value, **options) == (expected, [])


def test_database_address_is_taken_apart():
    found, faults = read("database", "postgresql://tori:s%40la@db.example:6432/kanta?sslmode=require", test_name="t")

    assert faults == []
    parts = [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert parts == ["kanta", "tori", "s@la", "db.example", "6432"]
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtps://posti.example", 465, True, False),
        ("smtp://posti.example", 587, False, True),
        ("smtp://localhost:1025", 1025, False, False),
    ],
)
def test_mail_is_encrypted_unless_it_stays_on_the_machine(address, port, ssl, tls):
    found, faults = read("mailer", address, default=None)

    assert faults == []
    assert [found["OPTIONS"][key] for key in ("port", "use_ssl", "use_tls")] == [port, ssl, tls]


def test_every_fault_is_told_at_once():
    env = Environment({"B": "ehkä"})
    env.text("A")
    env.boolean("B", default=False)

    with pytest.raises(ImproperlyConfigured, match=r"- A: (.|\n)*- B: "):
        env.refuse_if_wrong(ImproperlyConfigured)


def test_nothing_is_refused_when_all_is_right():
    Environment({}).refuse_if_wrong(ImproperlyConfigured)
