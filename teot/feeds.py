from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from teot.listing import Listing
from teot.models import Hakurivi
from teot.presentation import card


class Feed(Atom1Feed):
    def item_attributes(self, item):
        """Each entry in its act's own language."""
        return super().item_attributes(item) | {"xml:lang": item["language"]}


def atom(request, listing: Listing) -> str:
    """The listed acts as an Atom feed, in the order and by the filters of the list."""
    title = _("Tekojen tori: uudet teot")
    feed = Feed(
        title=f"{title}, {listing.description}" if listing.description else title,
        link=request.build_absolute_uri(listing.address(listing.criteria)),
        feed_url=request.build_absolute_uri(),
        feed_guid=f"{settings.SITE_URL}{listing.address(listing.criteria)}",
        description="",
        language=get_language(),
    )
    times = Hakurivi.objects.times_of([row["teko_id"] for row in listing.found.rows])
    for row in listing.found.rows:
        shown = card(row["teko_id"], row["card"])
        link = request.build_absolute_uri(shown.url)
        feed.add_item(
            title=shown.title,
            link=link,
            unique_id=f"{settings.SITE_URL}/teot/{row['teko_id']}",
            description=escape(shown.summary),  # the feed calls summaries HTML, and ours are plain text
            language=row["card"]["language"],
            pubdate=times[row["teko_id"]][0],
            updateddate=max(times[row["teko_id"]]),
            author_name=shown.owner,
            categories=[shown.sector_name],
        )
    return feed.writeString("utf-8")
