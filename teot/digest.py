"""What came in since the last time, by mail to programme staff in the morning of each day when something did."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tekojentori.models import Sahkoposti, User
from teot.models import Teko

KIND = "teot/digest"
#: The hour after which the day's mail goes, by the clocks of Finland.
HOUR = time(7)
#: How many acts one mail names; the queue shows the rest.
NAMED = 50


@transaction.atomic
def post(now: datetime) -> int:
    """Write the day's mails; returns how many. One a day to a person, however often and from wherever it is called."""
    local = timezone.localtime(now)
    if local.time() < HOUR:
        return 0
    cause = f"kooste:{local.date().isoformat()}"
    last = Sahkoposti.objects.filter(kind=KIND).exclude(cause=cause).aggregate(last=Max("created_at"))["last"]
    came_in = Teko.objects.waiting().filter(submitted_at__gt=last or now - timedelta(days=1), submitted_at__lte=now)
    rows = list(came_in.select_related("submitted_version").order_by("submitted_at", "pk"))
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("pk") if rows else []
    waiting = Teko.objects.waiting().count()
    for person in staff:
        context = {"acts": acts_of(rows, person.language), "count": len(rows), "waiting": waiting}
        Sahkoposti.objects.post(kind=KIND, cause=cause, to=person.email, language=person.language, context=context)
    return len(staff)


def acts_of(rows: list[Teko], language: str) -> list[dict]:
    """The first acts as the mail names them."""
    documents = [(teko, teko.submitted_version.document) for teko in rows[:NAMED]]
    return [
        {
            "key": teko.pk,
            "title": document["title"],
            "owner": document["owner"]["name"][language],
            "is_edit": teko.state == Teko.State.PUBLISHED,
        }
        for teko, document in documents
    ]
