"""Addresses of the gathering pages."""

from django.urls import path

from seatrial.loop.board import accounts, setup, takehome, views

urlpatterns = [
    path("", views.home, name="home"),
    path("people/<str:uid>/close/", accounts.close_account, name="account-close"),
    path("openings/", views.openings, name="openings"),
    path("work/", views.work, name="work"),
    path("openings/<str:uid>/setup/standard/", setup.standard, name="opening-standard"),
    path("openings/<str:uid>/takehome/", takehome.takehome, name="opening-takehome"),
    path("openings/<str:uid>/", views.opening, name="opening"),
    path("candidates/<str:uid>/", views.candidate, name="candidate"),
]
