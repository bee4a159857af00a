"""Addresses of forms (自评表)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.forms import views

urlpatterns = [
    path("", views.forms, name="forms"),
    path("new/", views.new, name="form_new"),
    path("<int:pk>/", views.form, name="form"),
    path("<int:pk>/step/<slug:name>/", views.step, name="step"),
]
