"""The names of rooms that stood on each session become rooms of its meeting; technical sessions take the default of
their kind, the Chatham House Rule."""

from django.db import migrations
from django.utils.text import slugify


def rooms_of_sessions(apps, schema_editor):
    using = schema_editor.connection.alias
    Session, Room = apps.get_model("comity", "Session"), apps.get_model("comity", "Room")
    Session.objects.using(using).filter(tier="technical").update(attribution="non_attributed")
    for session in Session.objects.using(using).order_by("pk"):
        if not session.rooms:
            continue
        known = {one.code: one for one in Room.objects.using(using).filter(meeting_id=session.meeting_id)}
        room = next((one for one in known.values() if one.names == session.rooms), None)
        if room is None:
            called = slugify(session.rooms.get("en", ""))[:40] or "room"
            code, number = called, 2
            while code in known:
                code, number = f"{called}-{number}", number + 1
            room = Room.objects.using(using).create(
                meeting_id=session.meeting_id, code=code, names=session.rooms
            )
        Session.objects.using(using).filter(pk=session.pk).update(room=room)


def names_on_sessions(apps, schema_editor):
    using = schema_editor.connection.alias
    Session = apps.get_model("comity", "Session")
    for session in Session.objects.using(using).exclude(room=None).select_related("room"):
        Session.objects.using(using).filter(pk=session.pk).update(rooms=session.room.names, room=None)
    apps.get_model("comity", "Room").objects.using(using).all().delete()


class Migration(migrations.Migration):
    dependencies = [("comity", "0014_programme")]
    operations = [migrations.RunPython(rooms_of_sessions, names_on_sessions)]
