from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone

from palkinnot import prize_years
from teot import bank, register
from teot.bank import Criteria
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
        columns = ("teko_id", "published_at", "version__created_at", "card__title")
        return Hakurivi.objects.listed().order_by("teko_id").values(*columns)

    def location(self, item):
        return address(item["teko_id"], item["card__title"])

    def lastmod(self, item):
        return max(item["published_at"], item["version__created_at"])


class Places(Translated):
    """The pages that do not change with every act: lists, regions, sectors, and organisations that have acts."""

    def items(self):
        tables = register.current()
        counts = bank.find(Criteria(), tables, limit=0).counts["organisaatio"]
        pages = [("home", ()), ("teot:list", ()), ("teot:organisations", ()), ("kampanjat:list", ())]
        pages += [
            ("palkinnot:years", ()),
            *(("palkinnot:year", (year,)) for year in prize_years.years_of(timezone.now())),
        ]
        pages += [("about", ()), ("privacy", ()), ("accessibility", ())]
        pages += [("teot:region", (row.code,)) for row in tables.regions.values()]
        pages += [("teot:sector", (row.code,)) for row in tables.sectors.values()]
        return pages + [("teot:organisation", (row.code,)) for row in tables.organisations.values() if counts[row.id]]

    def location(self, item):
        return reverse(item[0], args=item[1])


SITEMAPS = {"teot": Acts, "paikat": Places}
