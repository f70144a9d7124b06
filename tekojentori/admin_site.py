from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Hallinta(AdminSite):
    """The admin: where programme staff work. Its name in addresses is /hallinta/."""

    site_header = _("Tekojen torin hallinta")
    site_title = _("Hallinta")
    index_title = _("Ohjelmatoimiston työt")
