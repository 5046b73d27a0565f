"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from comity.web.people import following, views
from comity.web.site.following.follow import follow_signed_in

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("following/", following.following, name="following"),
    path("follow/", follow_signed_in, name="follow"),
    path("invitations/<str:token>/", views.accept, name="accept"),
    path("<slug:slug>/", views.meeting_people, name="meeting"),
    path("<slug:slug>/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("<slug:slug>/roles/<int:pk>/end/", views.end_role, name="end_role"),
]
