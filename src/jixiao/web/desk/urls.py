"""Addresses of the desk (首页、登录)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.desk import views
from jixiao.web.people import second_pages

urlpatterns = [
    path("", views.home, name="home"),
    path("enter/", views.Enter.as_view(), name="enter"),
    path("enter/once/<str:secret>/", views.enter_token, name="enter_token"),
    path("enter/demo/<str:username>/", views.enter_demo, name="enter_demo"),
    path("enter/code/", second_pages.enter_code, name="enter_code"),
    path("password/", views.password, name="password"),
    path("password/second/", second_pages.own, name="second"),
    path("leave/", views.leave, name="leave"),
]
