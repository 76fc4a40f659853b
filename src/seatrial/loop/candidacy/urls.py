"""Addresses of candidates, and of the candidate's own pages by link."""

from django.urls import path

from seatrial.loop.candidacy import views

urlpatterns = [
    path("openings/<str:uid>/candidates/new/", views.new, name="candidate-new"),
    path("candidates/<str:uid>/correct/", views.correct, name="candidate-correct"),
    path("candidates/<str:uid>/brief/", views.send, name="brief-send"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/start/", views.start, name="stage-start"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/finish/", views.finish, name="stage-finish"),
    path("candidates/<str:uid>/withdraw/", views.withdraw, name="candidate-withdraw"),
    path("candidates/<str:uid>/accommodations/<str:asked_uid>/", views.answer, name="accommodation-answer"),
    path("c/<str:token>/", views.own_page, name="own-page"),
    path("c/<str:token>/ask/", views.ask, name="own-ask"),
    path("c/<str:token>/leave/", views.leave, name="own-leave"),
]
