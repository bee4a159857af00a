"""Addresses of the review desk (审核台)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.inspection import rectifying_views
from jixiao.web.review import phrase_views, reviewing, statistics, views

urlpatterns = [
    path("", views.desk, name="review_desk"),
    path("batch/", views.batch, name="review_batch"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("statistics.xlsx", statistics.export, name="statistics_export"),
    path("phrases/", phrase_views.listed, name="phrases"),
    path("phrases/<int:pk>/remove/", phrase_views.remove, name="phrase_remove"),
    path("<int:pk>/", reviewing.review, name="review"),
    path("<int:pk>/decide/", reviewing.decide, name="review_decide"),
    path("<int:pk>/opinion/", reviewing.opine, name="review_opinion"),
    path("<int:pk>/step/<slug:name>/", reviewing.step, name="review_step"),
    path("<int:pk>/rectify/", rectifying_views.issue, name="rectify"),
    path("<int:pk>/letter.docx", reviewing.letter_of_return, name="review_letter"),
]
