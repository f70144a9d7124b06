"""What a fresh machine meets: the two commands, and what each says when it cannot go on. In processes of their own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from socket import socket
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import psutil
import psycopg
import pytest
from django.db import connection
from gunicorn.config import Config
from gunicorn.http import message
from gunicorn.http.unreader import IterUnreader

from tekojentori import embedded, gunicorn, verification

PRODUCTION = {
    "SECRET_KEY": "abcdefghij" * 6,
    "ALLOWED_HOSTS": "tori.example",
    "EMAIL_URL": "console:",
    "OFFICE_EMAIL": "toimisto@tori.example",
    "SITE_URL": "https://tori.example",
    "PATH": os.environ["PATH"],
}
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:tekojentori.gunicorn", "--check-config"]
MANAGE = [sys.executable, "manage.py"]


def run(command, **environment):
    return subprocess.run(command, cwd=embedded.PROJECT, env=environment, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def address_of(django_db_setup):
    """Makes databases beside the tests' own, and gives their addresses."""
    settings, made = connection.settings_dict, []
    place = f"host={quote(settings['HOST'], safe='')}&port={settings['PORT'] or 5432}"

    def address(name):
        return f"postgresql://{quote(settings['USER'])}:{quote(settings['PASSWORD'])}@/{name}?{place}"

    def sql(statement):
        with psycopg.connect(address("postgres"), autocommit=True) as administrator:
            administrator.execute(statement)

    def make(name, how=""):
        name = f"{name}_{os.getpid()}"
        sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        sql(f"CREATE DATABASE {name} {how}")
        made.append(name)
        return address(name)

    yield make
    for name in made:
        sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


# Databases that will not do


@pytest.mark.parametrize(
    ("how", "faults"),
    [
        ("LOCALE 'C'", ["lower_case", "text_search"]),
        ("ENCODING 'SQL_ASCII' LOCALE 'C'", ["lower_case", "encoding"]),
    ],
)
def test_database_that_does_not_know_finnish_letters_is_refused(address_of, how, faults):
    address = address_of("unfit", f"TEMPLATE template0 {how}")

    refused = run([*MANAGE, "migrate"], **PRODUCTION, DATABASE_URL=address)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [verification.SENTENCES[fault] for fault in faults]


def test_old_server_is_refused(db, monkeypatch):
    monkeypatch.setattr(embedded, "VERIFY_SQL", embedded.VERIFY_SQL.replace("150000", "990000"))
    monkeypatch.setattr(connection, "close", lambda: None)

    with pytest.raises(SystemExit, match=r"^DATABASE_URL: PostgreSQL on liian vanha\."):
        verification.refuse_unfit_database()


@pytest.mark.parametrize("command", [[*MANAGE, "migrate"], GUNICORN])
def test_database_out_of_reach_is_said_in_a_sentence(command):
    refused = run(command, **PRODUCTION, DATABASE_URL=embedded.OFFLINE_URL)

    assert refused.returncode == 1
    assert "DATABASE_URL: tietokantaan ei saada yhteyttä. Tarkista osoite ja palvelin." in refused.stderr
    assert "Traceback" not in refused.stderr


# Settings


@pytest.mark.parametrize("command", [[*MANAGE, "check"], GUNICORN])
def test_every_missing_variable_is_named_without_a_traceback(command):
    refused = run(command, PATH=os.environ["PATH"], DATABASE_URL="")

    assert refused.returncode == 1
    assert refused.stderr.startswith("Asetukset ympäristöstä:\n")
    assert re.findall(r"^- (\w+): ", refused.stderr, re.MULTILINE) == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "EMAIL_URL",
        "OFFICE_EMAIL",
        "SITE_URL",
    ]


def test_production_server_starts_with_the_readmes_command(address_of):
    started = run(GUNICORN, **PRODUCTION, DATABASE_URL=address_of("production"))

    assert (started.returncode, "Error" in started.stderr) == (0, False)


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ("/teot/1-äiti/?q=äiti", "/teot/1-%C3%A4iti/?q=%C3%A4iti"),
        ("/teot/?q=%C3%A4&sivu=2", "/teot/?q=%C3%A4&sivu=2"),
        ("//muu.example/?a=[b]", "//muu.example/?a=[b]"),
    ],
)
def test_letters_as_they_are_in_an_address_are_understood(sent, heard):
    lines = f"GET {sent} HTTP/1.1\r\nHost: tori.example\r\n\r\n".encode()
    request = message.Request(Config(), IterUnreader([lines]), ("127.0.0.1", 1))

    gunicorn.pre_request(None, request)

    assert (request.uri, f"{request.path}?{request.query}") == (heard, heard)


def test_server_loads_no_library_that_its_pages_do_without():
    loaded = run(
        [sys.executable, "-c", "import sys, django; django.setup(); import tekojentori.urls; print(*sys.modules)"],
        **PRODUCTION,
        DATABASE_URL=embedded.OFFLINE_URL,
        DJANGO_SETTINGS_MODULE="tekojentori.settings",
    ).stdout.split()
    seldom = {"numpy", "openpyxl", "PIL", "pillow_heif", "icalendar", "babel", "highspy", "segno", "typst"}

    assert "markdown_it" in loaded
    assert seldom & set(loaded) == set()


# The demo


@pytest.fixture
def port():
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def prepared(address_of):
    """The name of a database that one start of the demo has filled."""
    address = address_of("prepared")
    filled = run([*MANAGE, "demo", "--no-serve"], PATH=os.environ["PATH"], DATABASE_URL=address)
    assert (filled.returncode, filled.stderr) == (0, "")
    return urlsplit(address).path.strip("/")


@pytest.fixture
def start_demo(address_of, prepared, port):
    """Starts the demo on a database of its own, and waits until it says that it is open."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": address_of("demo", f"TEMPLATE {prepared}")}
    running = []

    def start():
        command = [*MANAGE, "demo", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=embedded.PROJECT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        running.append(process)
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Lopeta:"):
                break
        return process, "".join(said)

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()


def answer(port, path, **headers):
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=20) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def database_of(process):
    return psutil.Process(process.pid).environ()["DATABASE_URL"]


def workers_of(process, port):
    answer(port, "/terveys/")
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_demo_ends_with_all_its_processes(start_demo, port, how):
    process, _said = start_demo()
    workers = workers_of(process, port)

    os.killpg(process.pid, how)

    assert process.wait(timeout=300) == 0
    assert workers != []
    assert psutil.wait_procs(workers, timeout=30)[1] == []


def test_killed_demo_leaves_no_process_and_starts_again_with_what_was_written(start_demo, port):
    process, said = start_demo()
    workers = workers_of(process, port)
    with psycopg.connect(database_of(process), autocommit=True) as database:
        database.execute("UPDATE tekojentori_sivu SET title_fi = 'Muokattu demossa' WHERE slug = 'tietoa'")

    process.kill()
    stray = psutil.wait_procs(workers, timeout=30)[1]
    again, _said = start_demo()

    there = [f"http://{host}:{port}/demo/" in said for host in ("127.0.0.1", "localhost")]
    assert (there, stray) == ([True, True], [])
    assert again.poll() is None
    assert "<h1>Muokattu demossa</h1>" in answer(port, "/tietoa/")[1]
    assert answer(port, "/demo/")[0] == 200


def test_odd_requests_are_answered_by_the_page(start_demo, port):
    """What the server in front of the application makes of them, tests' own client does not tell."""
    start_demo()

    status, page = answer(port, "/teot/?q=" + "x" * 5000 + "&tyyppi=kunta")
    emoji = quote("\N{PARTY POPPER}" * 5000)
    long = {
        said: answer(port, f"{address}?q={emoji}", **{"HX-Current-URL": f"http://127.0.0.1{address}?q={emoji}"})
        for address, said in {
            "/teot/": "Hakusanoja on liikaa: 5000 merkkiä.",
            "/sv/teot/": "För lång sökning: 5000 tecken.",
            "/en/teot/": "The search is too long: 5000 characters.",
        }.items()
    }
    encodings = ["hex", "rot13", "base64", "undefined", "idna", "utf-16", "ei-ole"]
    claimed = [
        answer(port, "/teot/?vaihe=%E4", **{"Content-Type": f"text/plain; Charset={name}"}) for name in encodings
    ]

    assert (status, "Hakusanoja on liikaa: 5000 merkkiä." in page) == (400, True)
    assert [(status, said in page) for said, (status, page) in long.items()] == [(400, True)] * 3
    assert [(status, "Tuntematon arvo: ”\ufffd”" in page) for status, page in claimed] == [(400, True)] * len(encodings)


def test_taken_port_and_unaskable_question_are_said_in_a_sentence(address_of, port):
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": address_of("demo")}
    with closing(socket()) as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        taken = run([*MANAGE, "demo", "--port", str(port)], **environment)
    unaskable = subprocess.run(
        [*MANAGE, "demo", "--fresh", "--no-serve"],
        cwd=embedded.PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )

    assert (taken.returncode, taken.stderr) == (
        1,
        f"CommandError: Portti {port} on varattu. Valitse toinen: --port {port + 1}\n",
    )
    assert (unaskable.returncode, unaskable.stderr) == (
        1,
        "CommandError: Vahvistusta ei voi kysyä. Lisää --yes, jos haluat poistaa kaiken.\n",
    )


# The embedded server's folder


def test_process_that_was_killed_is_no_longer_a_user_of_the_server(tmp_path):
    users = tmp_path / ".handle_pids.json"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    users.write_text(json.dumps([ended.pid, os.getpid()]))

    embedded.forget_the_dead(tmp_path)

    assert json.loads(users.read_text()) == [os.getpid()]


def test_list_of_users_that_was_cut_short_is_begun_anew(tmp_path):
    users = tmp_path / ".handle_pids.json"
    users.write_text("[12")

    embedded.forget_the_dead(tmp_path)

    assert json.loads(users.read_text()) == []


def test_secret_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "folder", lambda: tmp_path)

    first, second = embedded.secret_key(), embedded.secret_key()

    assert (len(first), second) == (64, first)
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("secret", 0o600)]


# Without a browser


def test_suite_without_a_browser_passes_and_says_so(tmp_path):
    journey = "tests/browser/test_journeys.py"
    suite = run(
        [sys.executable, "-m", "pytest", "-n", "0", journey],
        PATH=str(tmp_path),
        DATABASE_URL=embedded.OFFLINE_URL,
        LOCAL="true",
    )

    assert suite.returncode == 0, suite.stdout + suite.stderr
    assert "Selain puuttuu: asenna chromium-headless-shell, niin selaintestit ajetaan." in suite.stdout
    assert " passed" not in suite.stdout


def test_continuous_integration_without_a_browser_names_the_one_command(tmp_path):
    for name in ("bash", "dirname", "cat"):
        (tmp_path / name).symlink_to(shutil.which(name))
    someone = tmp_path / "id"
    someone.write_text("#!/bin/sh\necho 1000\n")
    someone.chmod(0o755)

    refused = run([embedded.PROJECT / ".ci" / "run"], PATH=str(tmp_path))

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith("Aja: sudo apt-get install chromium-headless-shell\n")
