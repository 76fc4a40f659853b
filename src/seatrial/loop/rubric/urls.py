"""Addresses of rubric."""

from django.urls import path

from seatrial.loop.rubric import views

urlpatterns = [
    path("standard/", views.standard, name="standard"),
    path("standard/<str:uid>/", views.version, name="rubric"),
    path("standard/<str:uid>/changes/", views.changes, name="rubric-changes"),
    path("standard/<str:uid>/new/", views.new, name="rubric-new"),
    path("standard/<str:uid>/derive/", views.derive, name="rubric-derive"),
]
