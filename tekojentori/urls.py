from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from tekojentori import views

urlpatterns = i18n_patterns(
    path("", views.home, name="home"),
    path("ulkoasu/", views.choose_theme, name="theme"),
    path("hallinta/", admin.site.urls),
    prefix_default_language=False,
)
