"""The States of the world and the regional groups, kept in step with the file that ships."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from comity.participants.models import Body, FormerName, Group, Stakeholder

REGIONAL_GROUPS: dict[str, dict[str, str]] = {
    "african": {
        "ar": "مجموعة الدول الأفريقية",
        "zh": "非洲国家组",
        "en": "African States",
        "fr": "États d’Afrique",
        "ru": "Государства Африки",
        "es": "Estados de África",
    },
    "asia-pacific": {
        "ar": "مجموعة دول آسيا والمحيط الهادئ",
        "zh": "亚太国家组",
        "en": "Asia-Pacific States",
        "fr": "États d’Asie et du Pacifique",
        "ru": "Государства Азии и Тихого океана",
        "es": "Estados de Asia y el Pacífico",
    },
    "eastern-european": {
        "ar": "مجموعة دول أوروبا الشرقية",
        "zh": "东欧国家组",
        "en": "Eastern European States",
        "fr": "États d’Europe orientale",
        "ru": "Государства Восточной Европы",
        "es": "Estados de Europa Oriental",
    },
    "grulac": {
        "ar": "مجموعة دول أمريكا اللاتينية ومنطقة البحر الكاريبي",
        "zh": "拉丁美洲和加勒比国家组",
        "en": "Latin American and Caribbean States",
        "fr": "États d’Amérique latine et des Caraïbes",
        "ru": "Государства Латинской Америки и Карибского бассейна",
        "es": "Estados de América Latina y el Caribe",
    },
    "weog": {
        "ar": "مجموعة دول أوروبا الغربية ودول أخرى",
        "zh": "西欧和其他国家组",
        "en": "Western European and other States",
        "fr": "États d’Europe occidentale et autres États",
        "ru": "Западноевропейские и другие государства",
        "es": "Estados de Europa Occidental y otros Estados",
    },
}
_CODES = {
    "AFR": "african",
    "APG": "asia-pacific",
    "EEG": "eastern-european",
    "GRULAC": "grulac",
    "WEOG": "weog",
}


@cache
def states() -> list[dict[str, Any]]:
    """193 Member States and 2 observers: `iso3`, `status`, `group`, `names` in six languages."""
    text = files("comity.texts").joinpath("states.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


@cache
def renamed_states() -> list[dict[str, Any]]:
    """What States were called until the day on which the United Nations took note of a new name: `code`, `until_on`,
    `names` in six languages."""
    text = files("comity.participants").joinpath("renamed_states.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def load() -> None:
    """Create or correct the regional groups and States; other bodies are left alone. May be called again."""
    groups = {
        code: Group.objects.update_or_create(
            code=code, defaults={"kind": Group.Kind.REGIONAL, "names": names}
        )[0]
        for code, names in REGIONAL_GROUPS.items()
    }
    bodies = [
        Body(code=state["iso3"].lower(), category=Stakeholder(state["status"]), names=state["names"])
        for state in states()
    ]
    Body.objects.bulk_create(
        bodies, update_conflicts=True, unique_fields=["code"], update_fields=["category", "names"]
    )
    known = {body.code: body.pk for body in Body.objects.filter(code__in=[body.code for body in bodies])}
    Body.groups.through.objects.bulk_create(
        [
            Body.groups.through(
                body_id=known[state["iso3"].lower()], group_id=groups[_CODES[state["group"]]].pk
            )
            for state in states()
            if state["group"]
        ],
        ignore_conflicts=True,
    )
    for renamed in renamed_states():
        FormerName.objects.update_or_create(
            body_id=known[renamed["code"]],
            until_on=date.fromisoformat(renamed["until_on"]),
            defaults={"names": renamed["names"]},
        )
