"""Addresses of the gathering pages."""

from django.urls import path

from seatrial.loop.board import views

urlpatterns = [
    path("", views.home, name="home"),
    path("openings/", views.openings, name="openings"),
    path("work/", views.work, name="work"),
]
