from palkinnot.models.arvio import Arvio
from palkinnot.models.ehdokas import Ehdokas
from palkinnot.models.esteellisyys import Esteellisyys
from palkinnot.models.kierros import Kierros
from palkinnot.models.kriteeri import Kriteeri
from palkinnot.models.kysymys import Kysymys
from palkinnot.models.lukitus import Lukitus
from palkinnot.models.merkinta import Merkinta
from palkinnot.models.oikaisu import Oikaisu
from palkinnot.models.palkinto import Palkinto
from palkinnot.models.piste import Piste
from palkinnot.models.puheenvuoro import Puheenvuoro
from palkinnot.models.raati import Raati
from palkinnot.models.raatilainen import Raatilainen
from palkinnot.models.sarja import Sarja
from palkinnot.models.sitoumus import Sitoumus
from palkinnot.models.vastaanotto import Vastaanotto

__all__ = [
    "Arvio",
    "Ehdokas",
    "Esteellisyys",
    "Kierros",
    "Kriteeri",
    "Kysymys",
    "Lukitus",
    "Merkinta",
    "Oikaisu",
    "Palkinto",
    "Piste",
    "Puheenvuoro",
    "Raati",
    "Raatilainen",
    "Sarja",
    "Sitoumus",
    "Vastaanotto",
]
