from django.db import OperationalError, connection

from tekojentori import health


def test_all_is_well(client, db):
    response = client.get("/terveys/")

    found = response.json()
    assert response.status_code == 200
    assert [found[key] for key in ("well", "database", "locale", "clock", "migrations")] == [True] * 5


def test_pending_migration_is_not_well(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'teot'")

    response = client.get("/terveys/")

    assert (response.status_code, response.json()["migrations"]) == (503, False)


def test_database_out_of_reach_is_not_well(client, db):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        response = client.get("/terveys/")

    assert (response.status_code, response.json()["database"]) == (503, False)


def test_clocks_that_differ_are_not_well(client, db, monkeypatch):
    monkeypatch.setattr(health, "CLOCK_TOLERANCE", -1.0)

    assert client.get("/terveys/").json()["clock"] is False
