from django.urls import path

from kampanjat import tilaus_views as views

app_name = "tilaukset"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("lahetetty/", views.asked, name="asked"),
    path("vahvista/<str:token>/", views.confirm, name="confirm"),
    path("pois/<str:token>/", views.off, name="off"),
]
