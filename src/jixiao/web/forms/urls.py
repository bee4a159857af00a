"""Addresses of forms (自评表)."""

from __future__ import annotations

from django.urls import path

from jixiao.web.forms import beginning, downloads, editing, evidence, refreshing, versions, views

urlpatterns = [
    path("", views.forms, name="forms"),
    path("new/", views.new, name="form_new"),
    path("<int:pk>/", views.form, name="form"),
    path("<int:pk>/method/", views.method, name="form_method"),
    path("<int:pk>/edit/", editing.edit, name="edit"),
    path("<int:pk>/save/", editing.save, name="save"),
    path("<int:pk>/why/", editing.why, name="why"),
    path("<int:pk>/start/", beginning.start, name="start"),
    path("<int:pk>/refresh/", refreshing.refresh, name="refresh"),
    path("<int:pk>/upload/", beginning.upload, name="upload"),
    path("<int:pk>/reading/<int:number>/", beginning.reading, name="reading"),
    path("<int:pk>/reading/<int:number>/<int:page>/", beginning.picture, name="picture"),
    path("<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("<int:pk>/evidence/add/", evidence.add, name="evidence_add"),
    path("<int:pk>/evidence/<int:number>/", evidence.download, name="evidence_file"),
    path("<int:pk>/evidence/<int:number>/remove/", evidence.remove, name="evidence_remove"),
    path("<int:pk>/versions/", versions.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/restore/", versions.restore, name="restore"),
    path("<int:pk>/paper/", downloads.paper, name="paper"),
    path("<int:pk>/file/<slug:to>/", downloads.download, name="download"),
    path("<int:pk>/report/<slug:to>/", downloads.report, name="report"),
    path("<int:pk>/step/<slug:name>/", views.step, name="step"),
]
