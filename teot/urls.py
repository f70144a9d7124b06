from django.urls import path, re_path

from teot import views

app_name = "teot"

urlpatterns = [
    path("teot/", views.teko_list, name="list"),
    path("teot/syote.atom", views.teko_feed, name="feed"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.teko_detail, name="detail"),
    path("organisaatiot/", views.organisaatio_list, name="organisations"),
    path("organisaatiot/<slug:code>/", views.organisaatio_detail, name="organisation"),
    path("maakunnat/<slug:code>/", views.maakunta_detail, name="region"),
    path("toimialat/<slug:code>/", views.toimiala_detail, name="sector"),
]
