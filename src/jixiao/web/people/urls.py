"""Addresses of the administration (单位与人员)."""

from __future__ import annotations

from django.urls import path, re_path

from jixiao.web.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("accounts/new/", views.account_new, name="account_new"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/posts/", views.post_give, name="post_give"),
    path("accounts/<int:pk>/change/", views.account_change, name="account_change"),
    path("posts/<int:pk>/end/", views.post_end, name="post_end"),
    re_path(r"^import/(?P<what>units|accounts)/$", views.import_table, name="import_table"),
    re_path(r"^import/(?P<what>units|accounts)/take/$", views.import_kept, name="import_kept"),
]
