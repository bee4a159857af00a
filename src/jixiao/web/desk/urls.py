"""Addresses of the desk (首页、登录)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("enter/", views.Enter.as_view(), name="enter"),
    path("enter/once/<str:secret>/", views.enter_token, name="enter_token"),
    path("enter/demo/<str:username>/", views.enter_demo, name="enter_demo"),
    path("password/", views.password, name="password"),
    path("leave/", views.leave, name="leave"),
]
