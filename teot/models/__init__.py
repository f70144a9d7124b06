from teot.models.hakurivi import Hakurivi
from teot.models.kasiteltava import Kasiteltava
from teot.models.kuva import Kuva
from teot.models.liite import Liite
from teot.models.luovutus import Luovutus
from teot.models.merkki import Merkki
from teot.models.mittari import Mittari
from teot.models.muistiinpano import Muistiinpano
from teot.models.osallistuminen import Osallistuminen
from teot.models.palaute import Palaute
from teot.models.ratkaisu import Ratkaisu
from teot.models.tarkistus import Tarkistus
from teot.models.teema import Teema
from teot.models.tekija import Tekija
from teot.models.teko import Teko
from teot.models.toimiala import Toimiala
from teot.models.tunnustus import Tunnustus
from teot.models.versio import Versio
from teot.models.viesti import Viesti

__all__ = [
    "Hakurivi",
    "Kasiteltava",
    "Kuva",
    "Liite",
    "Luovutus",
    "Merkki",
    "Mittari",
    "Muistiinpano",
    "Osallistuminen",
    "Palaute",
    "Ratkaisu",
    "Tarkistus",
    "Teema",
    "Tekija",
    "Teko",
    "Toimiala",
    "Tunnustus",
    "Versio",
    "Viesti",
]
