"""Addresses of tasks (任务)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.cycle import views

urlpatterns = [
    path("", views.listed, name="tasks"),
    path("new/", views.new, name="task_new"),
    path("<int:pk>/", views.progress_of, name="task"),
    path("<int:pk>/reminder.xlsx", views.reminder, name="task_reminder"),
    path("<int:pk>/recall/", views.recall, name="task_recall"),
]
