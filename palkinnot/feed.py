"""Public results as an Atom feed, in the language of its address."""

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from palkinnot import winners
from palkinnot.models import Palkinto
from teot.feeds import Feed

MOST = 200


def atom(request, at) -> str:
    """The newest results first; a corrected one says so by the time of its change."""
    feed = Feed(
        title=_("Tekojen tori: palkinnot"),
        link=request.build_absolute_uri(reverse("palkinnot:years")),
        feed_url=request.build_absolute_uri(),
        feed_guid=f"{settings.SITE_URL}{reverse('palkinnot:years')}",
        description="",
        language=get_language(),
    )
    rows = Palkinto.objects.public(at).awarded().with_instant().for_list()
    for row in rows.order_by(F("public_from").desc(), "-pk")[:MOST]:
        add(feed, row, request.build_absolute_uri)
    return feed.writeString("utf-8")


def add(feed: Feed, row: Palkinto, absolute) -> None:
    title = row.ehdokas.organisation.name if row.ehdokas.organisation_id else row.teko.hakurivi.card["title"]
    year = reverse("palkinnot:year", args=[row.sarja.kampanja.year])
    feed.add_item(
        title=f"{row.title}: {title}",
        link=f"{absolute(year)}#{winners.anchor_of(row.sarja)}",
        unique_id=f"{settings.SITE_URL}/palkinnot/palkinto/{row.pk}",
        description=escape(row.citation),  # the feed calls summaries HTML, and ours are plain text
        language=get_language(),
        pubdate=row.public_from,
        updateddate=max(row.public_from, row.corrected_at or row.public_from),
        author_name=_("Tekojen tori"),
        categories=[row.sarja.name],
    )
