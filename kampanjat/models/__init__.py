from kampanjat.models.kampanja import Kampanja
from kampanjat.models.kirje import Kirje
from kampanjat.models.lisaaika import Lisaaika
from kampanjat.models.tilaus import Tilaus

__all__ = ["Kampanja", "Kirje", "Lisaaika", "Tilaus"]
