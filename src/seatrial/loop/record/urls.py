"""Addresses of record."""

from django.urls import path

from seatrial.loop.record import own, views

urlpatterns = [
    path("candidates/<str:uid>/export/", views.export_candidate, name="candidate-export"),
    path("candidates/<str:uid>/erase/", views.erase_candidate, name="candidate-erase"),
    path("candidates/<str:uid>/keep/", views.keep_candidate, name="candidate-keep"),
    path("c/<str:token>/kept/", own.kept, name="own-kept"),
    path("c/<str:token>/kept/file/", own.kept_file, name="own-kept-file"),
    path("c/<str:token>/erase/", own.erase, name="own-erase"),
]
