"""Addresses of the programme's work; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.programme import agendas, beginning, days, frame, home, keeping, left, sessions

HERE = "meetings/<slug:slug>/programme/"

urlpatterns = [
    path("begin/", beginning.begin, name="begin"),
    path("notes/", beginning.notes, name="notes"),
    path("notes/<int:pk>/", beginning.note, name="note"),
    path("notes/<int:pk>/drop/", beginning.drop, name="drop_note"),
    path(HERE, home.home, name="programme"),
    path(f"{HERE}state/<slug:kind>/", home.proceed, name="proceed"),
    path(f"{HERE}frame/", frame.frame, name="frame"),
    path(f"{HERE}clone/", beginning.clone, name="clone"),
    path(f"{HERE}aspects/", frame.aspects, name="aspects"),
    path(f"{HERE}aspects/new/", frame.aspect, name="new_aspect"),
    path(f"{HERE}aspects/<slug:code>/", frame.aspect, name="aspect"),
    path(f"{HERE}rooms/new/", frame.room, name="new_room"),
    path(f"{HERE}rooms/<slug:code>/", frame.room, name="room"),
    path(f"{HERE}day/", days.day, name="day"),
    path(f"{HERE}sessions/new/", sessions.new, name="new_session"),
    path(f"{HERE}sessions/<slug:code>/", sessions.session, name="session"),
    path(f"{HERE}sessions/<slug:code>/<slug:name>/", sessions.act, name="session_act"),
    path(f"{HERE}agendas/", agendas.agendas, name="agendas"),
    path(f"{HERE}agendas/<int:number>/", agendas.agenda, name="agenda"),
    path(f"{HERE}agendas/<int:number>.<slug:kind>", agendas.file, name="agenda_file"),
    path(f"{HERE}agendas/<int:number>/keep/", keeping.keep, name="keep_agenda"),
    path(f"{HERE}agendas/<int:before>...<int:after>/", agendas.difference, name="agenda_difference"),
    path(f"{HERE}left/", left.left, name="left"),
    path(f"{HERE}left/<slug:kind>/<int:pk>/<slug:name>/", left.act, name="left_act"),
]
