from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext, override

from tekojentori import share_picture


class Command(BaseCommand):
    help = "Piirrä kuvat, jotka näkyvät, kun sivu jaetaan: yksi kielellään (static/img/jako-*.png)."
    requires_system_checks = []

    def add_arguments(self, parser):
        folder = settings.BASE_DIR / "static" / "img"
        parser.add_argument("--folder", type=Path, default=folder, help="mihin kuvat tallennetaan")

    def handle(self, *, folder, **options):
        for language, _name in settings.LANGUAGES:
            with override(language):
                picture = share_picture.draw(gettext("Tekojen tori"), gettext("Hyvä teko kannattaa lainata."))
            path = folder / f"jako-{language}.png"
            picture.save(path, optimize=True)
            self.stdout.write(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
