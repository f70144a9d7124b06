from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from teot import register
from teot.models import Hakurivi
from teot.presentation import address


class Translated(Sitemap):
    """Every page stands in each language, and each names the others."""

    i18n = True
    alternates = True
    x_default = True


class Acts(Translated):
    limit = 10_000  # times three languages: a sitemap may hold 50 000

    def items(self):
        return Hakurivi.objects.listed().order_by("teko_id").values("teko_id", "published_at", "card__title")

    def location(self, item):
        return address(item["teko_id"], item["card__title"])

    def lastmod(self, item):
        return item["published_at"]


class Places(Translated):
    """The pages that do not change with every act: lists, regions, sectors, and organisations that have acts."""

    def items(self):
        tables = register.current()
        owners = set(Hakurivi.objects.listed().values_list("owner_id", flat=True))
        pages = [("home", ()), ("teot:list", ()), ("teot:organisations", ())]
        pages += [("about", ()), ("privacy", ()), ("accessibility", ())]
        pages += [("teot:region", (row.code,)) for row in tables.regions.values()]
        pages += [("teot:sector", (row.code,)) for row in tables.sectors.values()]
        return pages + [("teot:organisation", (row.code,)) for row in tables.organisations.values() if row.id in owners]

    def location(self, item):
        return reverse(item[0], args=item[1])


SITEMAPS = {"teot": Acts, "paikat": Places}
