from kampanjat.models.kampanja import Kampanja
from kampanjat.models.lisaaika import Lisaaika

__all__ = ["Kampanja", "Lisaaika"]
