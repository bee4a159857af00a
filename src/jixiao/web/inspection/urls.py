"""Addresses of re-examination (抽查、委托、整改)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.inspection import rectifying_views, views

urlpatterns = [
    path("", views.draws, name="draws"),
    path("<int:pk>/", views.draw, name="draw"),
    path("<int:pk>/pool.xlsx", views.pool, name="draw_pool"),
    path("<int:pk>/pick/", views.pick, name="draw_pick"),
    path("<int:pk>/close/", views.close, name="draw_close"),
    path("assign/", views.assign, name="assign"),
    path("assign/<int:pk>/back/", views.take_back, name="assign_back"),
    path("items/", rectifying_views.items, name="items"),
    path("items/list.xlsx", rectifying_views.export, name="items_export"),
    path("items/<int:pk>/", rectifying_views.item, name="item"),
    path("items/<int:pk>/file/<int:number>/", rectifying_views.download, name="item_file"),
    path("items/<int:pk>/<slug:name>/", rectifying_views.act, name="item_act"),
]
