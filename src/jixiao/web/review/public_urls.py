"""Addresses of disclosure (公开)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.review import disclosing

urlpatterns = [
    path("", disclosing.register, name="register"),
    path("disclose/", disclosing.disclose, name="disclose"),
    path("register.xlsx", disclosing.register_file, name="register_file"),
    path("<int:pk>/", disclosing.published, name="published"),
    path("<int:pk>/file/<slug:to>/", disclosing.published_file, name="published_file"),
]
