"""Addresses of decisions and letters."""

from django.urls import path

from seatrial.loop.decision import letters, views

urlpatterns = [
    path("candidates/<str:uid>/decision/", views.decision, name="decision"),
    path("candidates/<str:uid>/decision/<int:number>/dissent/", views.dissent, name="decision-dissent"),
    path("candidates/<str:uid>/decision/take-back/", views.take_back, name="decision-take-back"),
    path("candidates/<str:uid>/letter/", letters.letter, name="letter"),
]
