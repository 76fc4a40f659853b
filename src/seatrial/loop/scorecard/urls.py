"""Addresses of scorecard."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
