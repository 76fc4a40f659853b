"""Addresses of a trial's report."""

from django.urls import path

from seatrial.loop.report import code, own, views

_CODE = "candidates/<str:uid>/stages/<str:stage_uid>/code/"

urlpatterns = [
    path("trials/<str:uid>/", views.trial, name="trial"),
    path("trials/<str:uid>/cite/", views.trial_cite, name="trial-cite"),
    path("trials/<str:uid>/notes/", views.trial_notes, name="trial-notes"),
    path(_CODE, code.code, name="code"),
    path(f"{_CODE}<int:number>/", code.code_file, name="code-file"),
    path(f"{_CODE}files.zip", code.code_zip, name="code-zip"),
    path("citations/<str:uid>/", views.citation, name="citation"),
    path("trials/<str:uid>/cases/<path:case_id>/", views.trial_case, name="trial-case"),
    path("c/<str:token>/report/", own.report, name="own-report"),
    path("c/<str:token>/report/cases/<path:case_id>/", own.case, name="own-case"),
]
