"""Addresses of openings."""

from django.urls import path

from seatrial.loop.openings import views

urlpatterns = [
    path("openings/new/", views.new, name="opening-new"),
    path("openings/<str:uid>/setup/role/", views.role, name="opening-role"),
    path("openings/<str:uid>/leads/", views.add_lead, name="lead-add"),
    path("openings/<str:uid>/leads/<str:person_uid>/remove/", views.remove_lead, name="lead-remove"),
    path("openings/<str:uid>/setup/stages/", views.stages, name="opening-stages"),
    path("openings/<str:uid>/setup/preview/", views.preview, name="opening-preview"),
    path("openings/<str:uid>/setup/open/", views.open_it, name="opening-open"),
    path("openings/<str:uid>/setup/overrule/", views.overrule_finding, name="opening-overrule"),
    path("openings/<str:uid>/close/", views.close, name="opening-close"),
    path("openings/<str:uid>/rounds/", views.add_round, name="round-add"),
    path("openings/<str:uid>/stages/<str:stage_uid>/", views.edit_stage, name="stage-edit"),
    path("openings/<str:uid>/stages/<str:stage_uid>/move/", views.move_round, name="round-move"),
    path("openings/<str:uid>/stages/<str:stage_uid>/remove/", views.remove_round, name="round-remove"),
]
