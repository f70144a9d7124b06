"""What `check --deploy` refuses beyond Django's own list."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(**kwargs):
    if settings.DEMO:
        return [Error("DEMO on päällä: /demo/ päästäisi kenet tahansa sisään kenenä tahansa.", id="tekojentori.E001")]
    return []


@register(Tags.security, deploy=True)
def local_is_off(**kwargs):
    if settings.LOCAL:
        return [Error("LOCAL on päällä: evästeet kulkisivat salaamattomina.", id="tekojentori.E002")]
    return []
