"""`python -m tests.journeys.hurry`: what a killed process held is free at once, as it would be after two minutes."""

from __future__ import annotations

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.utils import timezone

    from comity.communications.models import Watch
    from comity.participants.models import Letter

    Watch.objects.update(held_until=timezone.now())
    Letter.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    print("{}")
