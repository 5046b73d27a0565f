"""Addresses of the floor in the portal."""

from __future__ import annotations

from django.urls import path

from comity.web.portal.floor import alone, day, turning, views

urlpatterns = [
    path("delegations/<int:pk>/floor/", views.sessions, name="floor"),
    path("delegations/<int:pk>/floor/<int:session>/", views.session, name="floor_session"),
    path("delegations/<int:pk>/floor/<int:session>/number/", views.number, name="floor_number"),
    path("delegations/<int:pk>/day/", day.day, name="day"),
    path("sessions/<int:session>/questions/", alone.questions, name="own_questions"),
    path("sessions/<int:session>/questions/<int:pk>/withdraw/", alone.withdraw, name="withdraw_own_question"),
    path("delegations/<int:pk>/floor/<int:session>/ask/", views.ask, name="ask_for_floor"),
    path("delegations/<int:pk>/floor/<int:session>/reply/", views.reply, name="ask_to_reply"),
    path("delegations/<int:pk>/floor/<int:session>/question/", views.question, name="put_question"),
    path("delegations/<int:pk>/inscriptions/<int:number>/", views.amend, name="inscription"),
    path("delegations/<int:pk>/inscriptions/<int:number>/<str:wish>/", views.leave, name="leave_list"),
    path("delegations/<int:pk>/questions/<int:number>/withdraw/", views.take_back, name="withdraw_question"),
    path("delegations/<int:pk>/rulings/<int:number>/write/", turning.write, name="write_instead"),
]
