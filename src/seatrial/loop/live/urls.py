"""Addresses of the room in which cases are predicted and run."""

from django.urls import path

from seatrial.loop.live import views

_ROOM = "candidates/<str:uid>/stages/<str:stage_uid>/room/"

urlpatterns = [
    path(_ROOM, views.room, name="room"),
    path(f"{_ROOM}open/", views.room_open, name="room-open"),
    path(f"{_ROOM}close/", views.room_close, name="room-close"),
    path(f"{_ROOM}predict/<str:mode>/", views.room_predict, name="room-predict"),
]
