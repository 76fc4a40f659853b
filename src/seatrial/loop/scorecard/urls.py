"""Addresses of scorecard."""

from django.urls import path

from seatrial.loop.scorecard.views import cards, grading, stages

urlpatterns = [
    path("scorecards/<str:uid>/", cards.scorecard, name="scorecard"),
    path("scorecards/<str:uid>/save/", cards.scorecard_save, name="scorecard-save"),
    path("scorecards/<str:uid>/summary/", cards.scorecard_summary, name="scorecard-summary"),
    path("scorecards/<str:uid>/seal/", cards.scorecard_seal, name="scorecard-seal"),
    path("scorecards/<str:uid>/amend/<str:field>/", cards.scorecard_amend, name="scorecard-amend"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/", stages.stage, name="stage"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/scorecard/", cards.scorecard_open, name="scorecard-open"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/scorecards/", stages.peers, name="peers"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/open-early/", stages.open_early, name="open-early"),
    path("candidates/<str:uid>/stages/<str:stage_uid>/flags/new/", stages.flag_new, name="flag-new"),
    path("flags/<str:uid>/withdraw/", stages.flag_withdraw, name="flag-withdraw"),
    path("stages/<str:stage_uid>/grading/", grading.grading_open, name="grading-open"),
    path("stages/<str:stage_uid>/grading/<str:key>/", grading.grading, name="grading"),
]
