"""Addresses of a trial's report."""

from django.urls import path

from seatrial.loop.report import views

urlpatterns = [
    path("trials/<str:uid>/", views.trial, name="trial"),
    path("trials/<str:uid>/cases/<path:case_id>/", views.trial_case, name="trial-case"),
]
