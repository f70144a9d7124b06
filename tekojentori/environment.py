"""Settings from the environment: typed, collected, and refused together with a sentence each."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TRUE, FALSE = {"true", "1", "yes", "on"}, {"false", "0", "no", "off", ""}
MISSING = object()

#: How the server plans. What pages ask is cheap to answer and in its memory: compiling a statement, or more processes
#: for it, would take longer, and an index is as near as a table. What is prepared (tekojentori/prepared.py) is planned
#: once, not anew for each value.
PLANNING = (
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "random_page_cost=1.1",
    "plan_cache_mode=force_generic_plan",
)


def origin_of(url: str) -> str:
    """Scheme, host and port, as a content security policy names a site."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Environment:
    """Reads variables and remembers what is wrong with them, so that one start names every fault."""

    def __init__(self, variables: dict[str, str] | None = None):
        self.variables = os.environ if variables is None else variables
        self.faults: list[str] = []

    def refuse_if_wrong(self, error: type[BaseException]) -> None:
        """Raise `error` with one sentence for each missing or wrong variable."""
        if self.faults:
            raise error("Asetukset ympäristöstä:\n- " + "\n- ".join(self.faults) + "\nTaulukko on README:ssä.")

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(f"{name}: {sentence}")

    def text(self, name: str, *, default: Any = MISSING, need: str = "aseta se.") -> str:
        """The variable, or its default; without either a fault that says what is needed."""
        value = self.variables.get(name, "")
        if value:
            return value
        if default is MISSING or default is None:
            self.fault(name, f"puuttuu; {need}")
            return ""
        return default

    def boolean(self, name: str, *, default: bool) -> bool:
        value = self.variables.get(name, str(default)).lower()
        if value not in TRUE | FALSE:
            self.fault(name, f"”{value}” ei käy; kirjoita true tai false.")
        return value in TRUE

    def integer(self, name: str, *, default: int, least: int, most: int = 1000) -> int:
        value = self.variables.get(name, str(default))
        if not value.isdecimal() or len(value) > len(str(most)) or not least <= int(value) <= most:
            self.fault(name, f"”{value[:40]}” ei käy; kirjoita kokonaisluku, vähintään {least} ja enintään {most}.")
            return default
        return int(value)

    def secret(self, name: str, *, default: Callable[[], str] | None) -> str:
        """At least 50 characters from outside; a local start makes its own."""
        value = self.variables.get(name, "")
        if not value and default:
            return default()
        if len(value) < 50 or len(set(value)) < 5:
            self.fault(
                name,
                "puuttuu tai on liian lyhyt; aseta vähintään 50 satunnaista merkkiä, esimerkiksi "
                "python -c 'import secrets; print(secrets.token_urlsafe(50))'.",
            )
        return value or "-"

    def hosts(self, name: str, *, default: list[str] | None) -> list[str]:
        """Host names by commas. A lone star is refused: it would let anyone forge addresses in links."""
        value = self.variables.get(name, "")
        if not value and default is not None:
            return default
        hosts = [host.strip() for host in value.split(",") if host.strip()]
        if not hosts or "*" in hosts or any("/" in host for host in hosts):
            self.fault(name, f"”{value}” ei käy; luettele palvelimen nimet pilkuin, esimerkiksi tori.example.")
        return hosts

    def email(self, name: str, *, default: str | None) -> str:
        """One address, without a name."""
        value = self.text(name, default=default, need="anna osoite, esimerkiksi ohjelmatoimisto@tori.example.")
        if value and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", value):
            self.fault(name, f"”{value}” ei käy; anna pelkkä osoite, esimerkiksi ohjelmatoimisto@tori.example.")
        return value

    def sender(self, name: str, *, default: str) -> str:
        """An address, with a name before it or without."""
        value = self.variables.get(name) or default
        if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+|[^@<>\n\r]+ <[^@\s<>,]+@[^@\s<>,]+>", value):
            self.fault(name, f"”{value}” ei käy; anna lähettäjä muodossa Tekojen tori <ei-vastausta@tori.example>.")
        return value

    def site(self, name: str, *, default: str | None) -> str:
        """Scheme and host, and nothing after them."""
        value = self.text(name, default=default, need="anna sivuston osoite, esimerkiksi https://tori.example.")
        if value and not re.fullmatch(r"https?://[^\s/?#@]+", value):
            self.fault(name, f"”{value}” ei käy; anna pelkkä osoite ilman polkua, esimerkiksi https://tori.example.")
        return value

    def issuer(self, name: str) -> str:
        """The address of an OpenID Connect provider, encrypted, or nothing."""
        value = self.variables.get(name, "").rstrip("/")
        if value and not re.fullmatch(r"https://[^\s/?#@]+(/[^\s?#]*)?", value):
            self.fault(name, f"”{value}” ei käy; anna https-osoite, esimerkiksi https://tunnistus.example/kunta/v2.0.")
        return value

    def folder(self, name: str, *, default: Path) -> Path:
        """An absolute folder that exists or can be made."""
        given = self.variables.get(name)
        path = Path(given or default)
        if not path.is_absolute() or path.is_file():
            self.fault(name, f"”{path}” ei käy; anna kansion koko polku, esimerkiksi /srv/tekojentori/media.")
        elif given and not may_be_made(path):
            self.fault(name, f"kansiota ”{path}” ei voi tehdä; tee se, tai anna kansio, johon voi kirjoittaa.")
        return path

    def database(self, name: str, *, test_name: str) -> dict[str, Any]:
        """`postgresql://user:password@host:port/name`, or with the socket's folder as `?host=`."""
        form = "postgresql://käyttäjä:salasana@palvelin:5432/kanta"
        value = self.text(name, default=None, need=f"anna osoite muodossa {form}.")
        try:
            url, port = urlsplit(value), urlsplit(value).port
        except ValueError:
            url, port = urlsplit(""), None
        if value and (url.scheme not in {"postgres", "postgresql"} or len(url.path) < 2):
            self.fault(name, f"ei ole PostgreSQL-osoite; anna se muodossa {form}.")
        query = {key: values[-1] for key, values in parse_qs(url.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": query.pop("host", url.hostname or ""),
            "PORT": str(port or ""),
            "OPTIONS": {
                "options": " ".join(f"-c {setting}" for setting in PLANNING),
                "prepare_threshold": 0,
                **query,
            },
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "TEST": {"NAME": test_name},
        }

    def mailer(self, name: str, *, default: str | None) -> dict[str, Any]:
        """`smtp(s)://user:password@host:port`, `file:///folder` or `console:`."""
        form = "smtps://käyttäjä:salasana@palvelin:465 (tai smtp://…:587, file:///kansio, console:)"
        value = self.text(name, default=default, need=f"anna osoite muodossa {form}.")
        backends = "django.core.mail.backends"
        try:
            url, port = urlsplit(value), urlsplit(value).port
        except ValueError:
            url, port = urlsplit(""), None
        match url.scheme:
            case "smtp" | "smtps" if url.hostname:
                implicit = url.scheme == "smtps"
                options = {
                    "host": url.hostname,
                    "port": port or (465 if implicit else 587),
                    "username": unquote(url.username or ""),
                    "password": unquote(url.password or ""),
                    "use_ssl": implicit,
                    "use_tls": not implicit and url.hostname not in {"localhost", "127.0.0.1"},
                    "timeout": 20,
                }
                return {"BACKEND": f"{backends}.smtp.EmailBackend", "OPTIONS": options}
            case "file" if url.path.startswith("/"):
                return {"BACKEND": "tekojentori.mail_folder.EmailBackend", "OPTIONS": {"file_path": url.path}}
            case "console":
                return {"BACKEND": f"{backends}.console.EmailBackend"}
        if value:
            self.fault(name, f"ei käy; anna osoite muodossa {form}.")
        return {"BACKEND": f"{backends}.console.EmailBackend"}


def may_be_made(path: Path) -> bool:
    """Whether the folder is there, or the nearest one above it lets it be made."""
    near = next(each for each in (path, *path.parents) if each.exists())
    return near == path or (near.is_dir() and os.access(near, os.W_OK))
