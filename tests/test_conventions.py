"""The repository keeps its own rules."""

import ast
import re
from graphlib import TopologicalSorter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
APPS = ("tekojentori", "kampanjat", "teot", "palkinnot")
MODULES = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
BANNED = {"core", "common", "utils", "helpers", "services", "signals", "managers"}

#: Parts of tekojentori that stand above every app: they join them into one site.
TOP = {
    "urls", "views", "admin", "admin_site", "sitemaps", "management", "demo_views",
    "account_views", "account_forms", "my_data", "user_admin", "sahkoposti_admin",
}  # fmt: skip


def imports(path: Path) -> set[str]:
    """The modules that a file imports, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rank(name: str) -> int | None:
    """How high a module stands: tekojentori's own below every app, what joins them above."""
    parts = name.split(".")
    if parts[0] not in APPS:
        return None
    if parts[0] == "tekojentori" and len(parts) > 1 and parts[1] in TOP:
        return len(APPS)
    return APPS.index(parts[0])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_downwards(path):
    own = rank(".".join(path.relative_to(ROOT).with_suffix("").parts))

    assert [name for name in sorted(imports(path)) if (rank(name) or 0) > own] == []


def test_no_module_needs_itself_by_way_of_others():
    """Nor by an import within a function. Models come from their own modules to what other models ask."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}

    TopologicalSorter({name: imports(path) & names.keys() for name, path in names.items()}).prepare()


def test_no_module_has_a_name_that_says_nothing():
    assert [path for path in MODULES if BANNED & {path.stem, *path.relative_to(ROOT).parts[1:-1]}] == []


@pytest.mark.django_db
def test_models_match_their_migrations():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_templates_carry_no_style_or_script_of_their_own():
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/(?:ld\+)?json))")
    mail = ROOT / "templates" / "email" / "base.html"  # a mail cannot link a style sheet

    assert [path.name for path in TEMPLATES if path != mail and inline.search(path.read_text(encoding="utf-8"))] == []


def test_every_mail_has_subject_text_and_html():
    parts = {}
    for path in (ROOT / "templates").glob("*/email/*"):
        parts.setdefault(path.parent / path.name.partition(".")[0], set()).add(path.name.partition(".")[2])

    assert {path for path, endings in parts.items() if endings != {"subject.txt", "txt", "html"}} == set()


def test_every_template_is_used():
    sources = "".join(path.read_text(encoding="utf-8") for path in [*MODULES, *TEMPLATES])
    named = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES}
    by_django = {"400.html", "403.html", "404.html", "500.html"}

    unused = {
        name
        for name in named
        if f'"{name.replace("/email/", "/").removesuffix(".html") if "/email/" in name else name}"' not in sources
        and not name.startswith(("admin/", "django/", "mfa/", "registration/"))
    }
    assert unused - by_django == set()


def test_every_dependency_says_why():
    lines = re.findall(r'^    "[A-Za-z].*$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)

    assert [line for line in lines if "#" not in line] == []


def test_models_are_in_the_glossary():
    from django.apps import apps

    glossary = (ROOT / "README.md").read_text(encoding="utf-8").split("## Sanasto")[1].split("\n## ")[0]
    models = [model.__name__.lower() for app in APPS for model in apps.get_app_config(app).get_models()]

    named = [name for name in models if not name.endswith("event") and name != "user"]
    assert [name for name in named if f"`{name}`" not in glossary] == []
