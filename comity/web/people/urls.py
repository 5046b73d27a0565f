"""Addresses about people."""

from __future__ import annotations

from django.urls import path

from comity.web.api import pages
from comity.web.people import closing, following, own, own_words, registering, views
from comity.web.site.following.follow import follow_signed_in

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/my-data.json", closing.data, name="account_data"),
    path("account/close/", closing.close, name="account_close"),
    path("account/tokens/", pages.own_tokens, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", pages.revoke, name="token_revoke"),
    path("following/", following.following, name="following"),
    path("follow/", follow_signed_in, name="follow"),
    path("invitations/<str:token>/", views.accept, name="accept"),
    path("me/<str:token>/", own.own, name="own"),
    path("me/<str:token>/parts/<int:pk>/", own.answer, name="own_answer"),
    path("me/<str:token>/answer/", own.respond, name="own_respond"),
    path("me/<str:token>/parts/<int:pk>/text/", own_words.text, name="own_text"),
    path("me/<str:token>/words/<int:pk>/", own_words.words, name="own_words"),
    path("me/<str:token>/agreements/", own.agree, name="own_agree"),
    path("me/<str:token>/details/", own.correct, name="own_correct"),
    path("me/<str:token>/withdraw/", own.withdraw, name="own_withdraw"),
    path("me/<str:token>/data.json", own.data, name="own_data"),
    path("me/<str:token>/erase/", own.erase, name="own_erase"),
    path("<slug:slug>/", views.meeting_people, name="meeting"),
    path("<slug:slug>/register/", registering.register, name="register"),
    path("<slug:slug>/registered/", registering.registered, name="registered"),
    path("<slug:slug>/link/", registering.link, name="link"),
    path("<slug:slug>/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("<slug:slug>/roles/<int:pk>/end/", views.end_role, name="end_role"),
]
