"""The pages that are measured: each with other addresses, and what the database says that they must hold."""

from collections import Counter
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client

from kampanjat.models import Kampanja
from palkinnot.models import Kierros, Palkinto
from tekojentori.management.benchmark import judging
from tekojentori.management.benchmark.meters import Request
from tekojentori.management.benchmark.synthetic import AUTHOR, FREQUENT
from tekojentori.models import User
from teot import register_data
from teot.listing import acts_text
from teot.models import Hakurivi, Osallistuminen, Teko
from teot.presentation import address


def pages_of(number: int) -> dict[str, list[Request]]:
    """So many requests for each page."""
    rows = list(Hakurivi.objects.order_by("?").values_list("pk", "card__title")[:number])
    total = Hakurivi.objects.listed().count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM teot_teko WHERE done ILIKE %s", [f"%{FREQUENT}%"])
        frequent = cursor.fetchone()[0]
    last = max(1, min(frequent, total) // 20)
    words, found = quote(FREQUENT), acts_text(frequent)
    return {
        "hello": [Request(f"/hello/?{turn}", "hello") for turn in range(number * 5)],
        "list": [Request(f"/teot/?sivu={turn % last + 1}", acts_text(total)) for turn in range(number)],
        "list_two_facets": facet_requests(number),
        "search": [Request(f"/teot/?q={words}&sivu={turn % last + 1}", found) for turn in range(number)],
        "act": [Request(address(key, title), title) for key, title in rows],
        "form": form_requests(number),
        "campaign": campaign_requests(number),
        "prizes": prize_requests(number),
        "ranking": ranking_requests(max(number // 10, 20)),
    }


def form_requests(number: int) -> list[Request]:
    """A section of the author's own acts, signed in: the one with measured results."""
    author = User.objects.get(email=AUTHOR)
    cookie = cookie_of(author)
    acts = Teko.objects.filter(author=author).order_by("pk")[:number]
    return [Request(f"/ilmoita/{teko.pk}/tulokset/", teko.results, cookie) for teko in acts]


def cookie_of(user: User) -> str:
    """Of somebody who has signed in."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def ranking_requests(number: int) -> list[Request]:
    """The jury's whole order, reckoned anew from its sheets for each who asks: without each juror in turn, too."""
    kierros = Kierros.objects.get(state=Kierros.State.DISCUSSION)
    cookie = cookie_of(User.objects.get(email=judging.CHAIR))
    sheets = kierros.sheets().given().count()
    words = f"Ehdokkaita {sheets // judging.SHEETS}, arvioijia {judging.JURORS}, laskettuja arvioita {sheets}."
    return [Request(f"/raati/{kierros.pk}/tulokset/?{turn}", words, cookie) for turn in range(number)]


def facet_requests(number: int) -> list[Request]:
    """The commonest pairs of sector and region, counted here by other means than the list counts them."""
    pairs = Counter()
    for mask, region in Hakurivi.objects.listed().values_list("sector_mask", "owner__region__code"):
        pairs.update((bit, region) for bit in range(7) if mask >> bit & 1 and region)
    codes = [row["code"] for row in register_data.rows("acts", "toimialat.csv")]
    commonest = pairs.most_common(40)
    requests = []
    for turn in range(number):
        (sector, region), count = commonest[turn % len(commonest)]
        path = f"/teot/?toimiala={codes[sector]}&maakunta={region}&jarjestys={('uusin', 'nimi')[turn // 40 % 2]}"
        requests.append(Request(path, acts_text(count)))
    return requests


def campaign_requests(number: int) -> list[Request]:
    """The pages of the campaigns, each with its own entries, in turn."""
    counts = Counter(Osallistuminen.objects.standing().values_list("kampanja", flat=True))
    rows = list(Kampanja.objects.order_by("-opens_at"))
    return [
        Request(f"{row.get_absolute_url()}?{turn}", acts_text(counts[row.pk]))
        for turn, row in ((turn, rows[turn % len(rows)]) for turn in range(number))
    ]


def prize_requests(number: int) -> list[Request]:
    """The page of the year whose prizes are decided: all of them, and the candidates."""
    row = Palkinto.objects.confirmed().select_related("sarja__kampanja").latest("pk")
    prizes = Palkinto.objects.confirmed().filter(sarja__kampanja=row.sarja.kampanja).count()
    path, said = f"/palkinnot/{row.sarja.kampanja.year}/", f"{prizes} palkintoa"
    return [Request(f"{path}?{turn}", said) for turn in range(number)]
