from teot.models.hakurivi import Hakurivi
from teot.models.mittari import Mittari
from teot.models.teema import Teema
from teot.models.teko import Teko
from teot.models.toimiala import Toimiala
from teot.models.versio import Versio
from teot.models.viesti import Viesti

__all__ = ["Hakurivi", "Mittari", "Teema", "Teko", "Toimiala", "Versio", "Viesti"]
