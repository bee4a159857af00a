"""Address of the log (留痕)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.ledger import views

urlpatterns = [path("", views.log, name="log")]
