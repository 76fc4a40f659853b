"""Addresses of references."""

from django.urls import path

from seatrial.loop.reference import referee, views

urlpatterns = [
    path("candidates/<str:uid>/references/", views.references, name="references"),
    path("candidates/<str:uid>/references/call/", views.new_call, name="reference-new-call"),
    path("references/<str:uid>/call/", views.call, name="reference-call"),
    path("references/<str:uid>/remind/", views.remind, name="reference-remind"),
    path("references/<str:uid>/take-back/", views.take_back, name="reference-take-back"),
    path("references/<str:uid>/reading/", views.reading, name="reference-reading"),
    path("r/<str:token>/", referee.answer, name="referee"),
    path("r/<str:token>/decline/", referee.decline, name="referee-decline"),
]
