"""Every address of the site by the name of its pattern, and what it answers to whom.

One table for those that enumerate: the leak test asks each address as each role, the accessibility test takes care that
each one with a face is looked at. A new pattern without a line here fails both.
"""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from teot.sections import SECTIONS

#: Who asks: nobody signed in, somebody with no part in any act, programme staff.
ROLES = ("visitor", "someone", "staff")

#: What an act's address answers by the act's state: gone when the public has once read it.
ACT = {"published": 200, "archived": 200, "hidden": 410, "withdrawn": 410}

#: A page for the authors of an act: for others who have signed in there is no such page.
AUTHORS = {"visitor": 302, "someone": 404, "staff": 404}

#: A page for those who have signed in: others are sent to do that first.
MEMBERS = {"visitor": 302, "someone": 200, "staff": 200}


#: A page of programme staff's second step: for others there is no such page.
STAFF = {"visitor": 302, "someone": 404, "staff": 200}
#: The same, when staff are first asked to confirm that it is them.
STAFF_ANEW = {"visitor": 302, "someone": 404, "staff": 302}


@dataclass(frozen=True)
class Address:
    """A path, `{key}` being an act's number, and its status: for all, by role, or by the act's state (`ACT`)."""

    path: str
    status: int | dict[str, int] = 200
    has_languages: bool = True

    def expected(self, role: str, state: str | None = None) -> int:
        if self.status is ACT:
            return ACT.get(state, 404)
        return self.status[role] if isinstance(self.status, dict) else self.status


def one(path: str, status: int | dict = 200, **options) -> list[Address]:
    return [Address(path, status, **options)]


ADDRESSES: dict[str, list[Address]] = {
    "health": one("/terveys/", has_languages=False),
    "robots": one("/robots.txt", has_languages=False),
    "sitemap-index": one("/sitemap.xml", has_languages=False),
    "sitemap": [Address(f"/sitemap-{part}.xml", has_languages=False) for part in ("teot", "paikat")],
    "home": one("/"),
    "theme": one("/ulkoasu/", 405),
    "about": one("/tietoa/"),
    "privacy": one("/tietosuoja/"),
    "accessibility": one("/saavutettavuus/"),
    "account_login": one("/kirjaudu/", {"visitor": 200, "someone": 302, "staff": 302}),
    "sign-in-code": one("/kirjaudu/koodi/", 302),
    "sign-in-code-again": one("/kirjaudu/koodi/uusi/", 405),
    "account_logout": one("/kirjaudu/ulos/", 405),
    "openid_connect_login": one("/kirjaudu/tyonantaja/", 405),
    "openid_connect_callback": one("/kirjaudu/tyonantaja/paluu/", 404),
    "mfa_authenticate": one("/kirjaudu/vahvistus/", 302),
    "mfa_index": one("/tili/vahvistus/", STAFF),
    "mfa_reauthenticate": one("/tili/vahvistus/uudelleen/", STAFF),
    "mfa_reauthenticate_webauthn": one("/tili/vahvistus/uudelleen/avain/", STAFF_ANEW),
    "mfa_activate_totp": one("/tili/vahvistus/sovellus/", STAFF_ANEW),
    "mfa_deactivate_totp": one("/tili/vahvistus/sovellus/poista/", STAFF_ANEW),
    "mfa_add_webauthn": one("/tili/vahvistus/avain/", STAFF_ANEW),
    "mfa_remove_webauthn": one("/tili/vahvistus/avain/1/poista/", STAFF_ANEW),
    "mfa_view_recovery_codes": one("/tili/vahvistus/palautuskoodit/", STAFF | {"staff": 404}),
    "mfa_generate_recovery_codes": one("/tili/vahvistus/palautuskoodit/uudet/", STAFF_ANEW),
    "account": one("/tili/", MEMBERS),
    "account-address": one("/tili/osoite/", MEMBERS),
    "account-address-code": one("/tili/osoite/koodi/", 302),
    "account-end-sessions": one("/tili/laitteet/", 405),
    "account-data": one("/tili/omat-tiedot.json", MEMBERS),
    "account-represented": one("/tili/organisaation-teot/", MEMBERS),
    "account-leave": one("/tili/poista/", MEMBERS),
    "account-left": one("/tili/poistettu/"),
    "account-details": one("/tili/tiedot/", MEMBERS),
    "account-organisations": one("/tili/organisaatiot/?query=kanaria", MEMBERS),
    "tilaukset:ask": one("/kampanjat/kerro/"),
    "tilaukset:asked": one("/kampanjat/kerro/lahetetty/"),
    "tilaukset:confirm": one("/kampanjat/kerro/vahvista/olematon/", 404),
    "tilaukset:off": one("/kampanjat/kerro/pois/olematon/", 404),
    "teot:list": [
        Address("/teot/"),
        Address("/teot/?jarjestys=nimi"),
        Address("/teot/?vuosi=1987"),
        Address("/teot/?vaihe=kaynnissa&toimiala=sote"),
    ],
    "teot:feed": [Address("/teot/syote.atom"), Address("/teot/syote.atom?vuosi=1987")],
    "kampanjat:list": one("/kampanjat/"),
    "kampanjat:detail": [
        Address("/kampanjat/kanaria/"),
        Address("/kampanjat/kanaria-luonnos/", 404),
        Address("/teot/?kampanja=kanaria"),
        Address("/teot/?kampanja=kanaria-luonnos", 400),
    ],
    "kampanjat:calendar": [Address("/kampanjat/kanaria.ics"), Address("/kampanjat/kanaria-luonnos.ics", 404)],
    "teot:csv": [Address("/teot/vienti.csv"), Address("/teot/vienti.csv?vuosi=1987")],
    "teot:xlsx": [Address("/teot/vienti.xlsx"), Address("/teot/vienti.xlsx?vuosi=1987")],
    "teot:detail": [Address("/teot/{key}-kanarialintu/", ACT), Address("/teot/{key}/", ACT)],
    "teot:ask": one("/teot/{key}/kysy/", ACT),
    "teot:asked": one("/teot/{key}/kysy/lahetetty/", ACT),
    "teot:report": one("/teot/{key}/virhe/", ACT),
    "teot:accessibility-feedback": one("/saavutettavuus/palaute/"),
    "teot:thanks": one("/palaute/kiitos/"),
    "teot:confirm": one("/viestit/olematon/", 404),
    "teot:answer": one("/viestit/olematon/vastaa/", 404),
    "teot:answered": one("/viestit/vastattu/"),
    "teot:organisations": one("/organisaatiot/"),
    "teot:organisation": [Address("/organisaatiot/KANARIA/"), Address("/organisaatiot/049/")],
    "teot:region": one("/maakunnat/01/"),
    "teot:sector": one("/toimialat/sote/"),
    "picture": one(f"/teot/{{key}}/kuvat/{'0' * 64}/480.avif", 404, has_languages=False),
    "attachment": one(f"/teot/{{key}}/liitteet/{'0' * 64}/", 404, has_languages=False),
    "teot:own": one("/omat/", MEMBERS),
    "teot:start": one("/ilmoita/", MEMBERS),
    "teot:tasks": one("/ilmoita/{key}/", AUTHORS),
    "teot:section": [Address(f"/ilmoita/{{key}}/{section.slug}/", AUTHORS) for section in SECTIONS],
    "teot:files": one("/ilmoita/{key}/kuvat/", AUTHORS),
    "teot:preview": one("/ilmoita/{key}/esikatselu/", AUTHORS),
    "teot:review": one("/ilmoita/{key}/tarkista/", AUTHORS),
    "teot:receipt": one("/ilmoita/{key}/kuitti/", AUTHORS),
    "teot:campaigns": one("/ilmoita/{key}/kampanjat/", AUTHORS),
    "teot:aim": one("/ilmoita/{key}/kampanjat/tavoite/", 405),
    "teot:withdraw-entry": one("/ilmoita/{key}/kampanjat/kanaria/peru/", 405),
    "teot:withdraw": one("/ilmoita/{key}/peru/", AUTHORS),
    "teot:hand-over": one("/ilmoita/{key}/luovuta/", AUTHORS),
    "teot:invitation": one("/ilmoita/{key}/kutsu/", AUTHORS),
    "teot:take-back": one("/ilmoita/{key}/ota-takaisin/", 405),
    "teot:delete-draft": one("/ilmoita/{key}/poista/", 405),
    "teot:undelete": one("/ilmoita/{key}/palauta/", 405),
    "teot:copy": one("/ilmoita/{key}/kopioi/", 405),
    "teot:invite": one("/ilmoita/{key}/tekijat/", AUTHORS),
    "teot:remove-co-author": one("/ilmoita/{key}/tekijat/1/poista/", 405),
    "palkinnot:years": one("/palkinnot/"),
    "palkinnot:year": [
        Address("/palkinnot/1987/", 404),
        Address("/teot/?palkinto=2019"),
    ],
    "palkinnot:winners": one("/palkinnot/1987/lista/", 404),
    "palkinnot:winners-pdf": one("/palkinnot/1987/palkitut.pdf", 404),
    "palkinnot:winners-xlsx": one("/palkinnot/1987/palkitut.xlsx", 404),
    "palkinnot:certificates": one("/palkinnot/1987/kunniakirjat.pdf", 404),
    "palkinnot:press": one("/palkinnot/1987/tiedote/", 404),
    "palkinnot:embargoed-press": one("/palkinnot/tiedote/kanaria/", {"visitor": 404, "someone": 404, "staff": 200}),
    "palkinnot:prize": one("/palkinnot/palkinto/1/", 404),
    "palkinnot:certificate": one("/palkinnot/palkinto/1/kunniakirja.pdf", 404),
    "palkinnot:share-picture": one("/palkinnot/palkinto/1/jako.png", 404),
    "palkinnot:minutes": one("/palkinnot/poytakirja/1/", 404),
    "palkinnot:minutes-pdf": one("/palkinnot/poytakirja/1.pdf", 404),
    "palkinnot:minutes-json": one("/palkinnot/poytakirja/1.json", 404),
    "palkinnot:feed": one("/palkinnot/syote.atom"),
    "palkinnot:answer": one("/palkinnot/vastaus/1/", AUTHORS),
    "palkinnot:home": one("/raati/", MEMBERS),
    "palkinnot:invitation": one("/raati/kutsu/1/", AUTHORS),
    "palkinnot:declaration": one("/raati/kutsu/1/sitoumus/", AUTHORS),
    "palkinnot:own-list": one("/raati/1/", AUTHORS),
    "palkinnot:conflicts": one("/raati/1/esteellisyydet/", AUTHORS),
    "palkinnot:sheet": one("/raati/1/1/", AUTHORS),
    "palkinnot:abstain": one("/raati/1/1/pidattaydyn/", AUTHORS),
    "palkinnot:recuse": one("/raati/1/1/jaavi/", AUTHORS),
    "palkinnot:resume": one("/raati/1/1/jatka/", 405),
    "palkinnot:ranking": one("/raati/1/tulokset/", AUTHORS),
    "palkinnot:why": one("/raati/1/tulokset/1/", AUTHORS),
    "palkinnot:chair": one("/raati/1/puheenjohtaja/", AUTHORS),
    "palkinnot:ties": one("/raati/1/puheenjohtaja/tasatilanne/", AUTHORS),
    "palkinnot:move": one("/raati/1/puheenjohtaja/lukitse/", AUTHORS),
}


def named_patterns(resolver: URLResolver | None = None, namespace: str = "") -> set[str]:
    """The names of all patterns but the admin's, which has a table of its own."""
    names = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                names |= named_patterns(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            names.add(f"{namespace}{entry.name}")
    return names
