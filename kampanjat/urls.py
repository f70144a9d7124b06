from django.urls import path

from kampanjat import views

app_name = "kampanjat"

urlpatterns = [
    path("", views.kampanja_list, name="list"),
    path("<slug:slug>/", views.kampanja_detail, name="detail"),
    path("<slug:slug>.ics", views.kampanja_calendar, name="calendar"),
]
