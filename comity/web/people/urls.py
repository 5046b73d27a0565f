"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from comity.web.people import views

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("invitations/<str:token>/", views.accept, name="accept"),
    path("<slug:slug>/", views.meeting_people, name="meeting"),
    path("<slug:slug>/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("<slug:slug>/roles/<int:pk>/end/", views.end_role, name="end_role"),
]
