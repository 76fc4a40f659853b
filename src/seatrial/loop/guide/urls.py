"""Addresses of guides that are written from a submission."""

from django.urls import path

from seatrial.loop.guide import views

urlpatterns = [
    path("candidates/<str:uid>/stages/<str:stage_uid>/guide/", views.stage_guide, name="stage-guide"),
]
