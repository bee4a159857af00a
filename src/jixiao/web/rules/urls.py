"""Addresses of a bureau's own rulebooks (本地计分办法)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.rules import views

urlpatterns = [
    path("", views.local, name="local_rules"),
    path("add/", views.add, name="local_rules_add"),
    path("<int:pk>/", views.shown, name="local_rules_one"),
    path("<int:pk>/act/", views.act, name="local_rules_act"),
]
