from django.urls import path, re_path

from teot import viesti_views, views

app_name = "teot"

urlpatterns = [
    path("teot/", views.teko_list, name="list"),
    path("teot/syote.atom", views.teko_feed, name="feed"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", views.teko_detail, name="detail"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})/kysy/$", viesti_views.ask, name="ask"),
    re_path(r"^teot/(?P<key>[0-9]{1,18})/kysy/lahetetty/$", viesti_views.asked, name="asked"),
    path("viestit/vastattu/", viesti_views.answered, name="answered"),
    path("viestit/<str:token>/", viesti_views.confirm, name="confirm"),
    path("viestit/<str:token>/vastaa/", viesti_views.answer, name="answer"),
    path("organisaatiot/", views.organisaatio_list, name="organisations"),
    path("organisaatiot/<slug:code>/", views.organisaatio_detail, name="organisation"),
    path("maakunnat/<slug:code>/", views.maakunta_detail, name="region"),
    path("toimialat/<slug:code>/", views.toimiala_detail, name="sector"),
]
