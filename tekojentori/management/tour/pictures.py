"""What the tour looks at: an address for each picture, as whom, in what light, and how wide."""

from dataclasses import dataclass

#: A file that staff would have to mend: an organisation is misspelt, and a year is no year.
FAULTY_FILE = """tunnus;otsikko;omistaja;toimialat;alkuvuosi;kuvaus
E001;Aamupuuro joka kouluun;Esimerkkylä;opetus;2026;Puuro tarjotaan jokaisessa koulussa ennen ensimmäistä tuntia.
E002;Kokoukset kävellen;ESIM-1;koko-kunta;viime vuonna;Kahden hengen kokoukset pidetään ulkona kävellen.
E003;Vesimittarit etäluentaan;ESIM-3;tekninen;2026;Mittari lähettää lukemansa itse.
"""


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name and its page. `act` is a title: the act's own page, wherever it is.

    `role` is the demo's button to sign in by; `links` are followed in turn, and `file` is put into the page's form.
    """

    name: str
    path: str = ""
    act: str = ""
    scheme: str = "light"
    width: int = 1280
    height: int = 900
    role: str = ""
    links: tuple[str, ...] = ()
    file: str = ""


PICTURES = [
    Picture("etusivu", "/"),
    Picture("lista", "/teot/?toimiala=sote&toimiala=opetus"),
    Picture("teko", act="Aamupuuro kuuluu kaikille"),
    Picture("puhelin", "/teot/?toimiala=sote", width=390, height=844),
    Picture("tumma", "/", scheme="dark"),
    Picture("organisaatio", "/organisaatiot/049/"),
    Picture("tuonti", "/hallinta/teot/teko/tuo/", role="Ohjelmatoimisto", file=FAULTY_FILE),
    Picture("arvio", "/raati/", role="Raatilainen", links=("Vuoden yhteistyöteko", "Aloita")),
    Picture("jarjestys", "/raati/", role="Raadin puheenjohtaja", links=("Palvelujen teko", "Raadin järjestys")),
    Picture(
        "juonto",
        "/hallinta/palkinnot/palkinto/",
        role="Ohjelmatoimisto",
        links=("Kevään kokeilut", "Gaala", "Juontajan sivu", "Seuraava"),
    ),
    Picture("palkinnot", "/palkinnot/2019/"),
]
