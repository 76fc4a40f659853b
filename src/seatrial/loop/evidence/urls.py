"""Addresses of a candidate's evening, and of the runs that it led to."""

from django.urls import path

from seatrial.loop.evidence import alike, runs, views

urlpatterns = [
    path("trials/<str:uid>/choose/", runs.choose, name="trial-choose"),
    path("candidates/<str:uid>/alike/", alike.alike, name="candidate-alike"),
    path("candidates/<str:uid>/runs/", runs.runs, name="candidate-runs"),
    path("candidates/<str:uid>/runs/again/", runs.again, name="trial-again"),
    path("runs/<str:uid>/cancel/", runs.cancel, name="run-cancel"),
    path("runs/<str:uid>/retry/", runs.retry, name="run-retry"),
    path("c/<str:token>/work/", views.own_evening, name="own-evening"),
    path("c/<str:token>/work/begin/", views.begin, name="own-begin"),
    path("c/<str:token>/work/pause/", views.pause, name="own-pause"),
    path("c/<str:token>/work/kit.zip", views.kit, name="own-kit"),
    path("c/<str:token>/work/send/", views.send, name="own-send"),
    path("c/<str:token>/work/<str:uid>/check/", views.check_again, name="own-check"),
    path("c/<str:token>/work/<str:uid>/hand-in/", views.hand_in, name="own-hand-in"),
]
