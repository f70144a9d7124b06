from tekojentori.models.koodi import Koodi
from tekojentori.models.maakunta import Maakunta
from tekojentori.models.mykistys import Mykistys
from tekojentori.models.organisaatio import Organisaatio
from tekojentori.models.rekisteri import Rekisteri
from tekojentori.models.sahkoposti import Sahkoposti
from tekojentori.models.sivu import Sivu
from tekojentori.models.user import User
from tekojentori.models.yhteyshenkilo import Yhteyshenkilo

__all__ = ["Koodi", "Maakunta", "Mykistys", "Organisaatio", "Rekisteri", "Sahkoposti", "Sivu", "User", "Yhteyshenkilo"]
