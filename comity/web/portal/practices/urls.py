"""Addresses of a delegation's part in the register; names stand in the portal's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.portal.practices import answering, views

urlpatterns = [
    path("confirmations/", views.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/", views.confirmation, name="confirmation"),
    path("questionnaire/<int:pk>/", answering.answers, name="questionnaire"),
    path("initiatives/", views.programmes, name="initiatives"),
    path("initiatives/new/<int:pk>/", views.enter, name="enter_initiative"),
    path("initiatives/<slug:ref>/", views.initiative, name="initiative"),
]
