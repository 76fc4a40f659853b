"""Addresses of the debrief."""

from django.urls import path

from seatrial.loop.panel import views

urlpatterns = [path("candidates/<str:uid>/debrief/", views.debrief, name="debrief")]
