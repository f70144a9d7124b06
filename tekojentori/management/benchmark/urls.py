from django.http import HttpResponse
from django.urls import path

from tekojentori.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler500", "urlpatterns"]

urlpatterns = [path("hello/", lambda request: HttpResponse("hello"), name="hello"), *urlpatterns]
