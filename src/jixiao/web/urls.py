"""The addresses of the workbench (网址): each room has its own list."""

from __future__ import annotations

from django.urls import include, path

from jixiao.web.review import rulebooks_page

urlpatterns = [
    path("", include("jixiao.web.desk.urls")),
    path("forms/", include("jixiao.web.forms.urls")),
    path("tasks/", include("jixiao.web.cycle.urls")),
    path("people/", include("jixiao.web.people.urls")),
    path("review/", include("jixiao.web.review.urls")),
    path("inspection/", include("jixiao.web.inspection.urls")),
    path("disclosure/", include("jixiao.web.review.public_urls")),
    path("methods/", rulebooks_page.methods, name="methods"),
    path("methods/local/", include("jixiao.web.rules.urls")),
    path("methods/<slug:name>/", rulebooks_page.method, name="method"),
    path("log/", include("jixiao.web.ledger.urls")),
]
