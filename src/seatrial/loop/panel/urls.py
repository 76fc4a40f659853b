"""Addresses of panel."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
