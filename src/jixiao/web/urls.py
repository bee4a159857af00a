"""The addresses of the workbench (网址): each room has its own list."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("jixiao.web.desk.urls")),
    path("forms/", include("jixiao.web.forms.urls")),
    path("tasks/", include("jixiao.web.cycle.urls")),
    path("people/", include("jixiao.web.people.urls")),
    path("review/", include("jixiao.web.review.urls")),
    path("disclosure/", include("jixiao.web.review.public_urls")),
    path("log/", include("jixiao.web.ledger.urls")),
]
