"""Addresses of forms (自评表)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.forms import editing, views

urlpatterns = [
    path("", views.forms, name="forms"),
    path("new/", views.new, name="form_new"),
    path("<int:pk>/", views.form, name="form"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/save/", editing.save, name="save"),
    path("<int:pk>/why/", editing.why, name="why"),
    path("<int:pk>/step/<slug:name>/", views.step, name="step"),
]
