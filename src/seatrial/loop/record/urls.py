"""Addresses of record."""

from django.urls import path

from seatrial.loop.record import views

urlpatterns = [
    path("candidates/<str:uid>/export/", views.export_candidate, name="candidate-export"),
    path("candidates/<str:uid>/erase/", views.erase_candidate, name="candidate-erase"),
    path("candidates/<str:uid>/keep/", views.keep_candidate, name="candidate-keep"),
]
