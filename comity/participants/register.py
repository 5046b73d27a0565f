"""The States of the world and the regional groups, kept in step with the file that ships."""

from __future__ import annotations

from datetime import date
from typing import Any

from comity.participants.models import Body, FormerName, Group, Stakeholder
from comity.texts.states import states

REGIONAL_GROUPS: dict[str, dict[str, str]] = {
    "african": {
        "ar": "مجموعة الدول الأفريقية",
        "zh": "非洲国家组",
        "en": "Group of African States",
        "fr": "Groupe des États d’Afrique",
        "ru": "Группа африканских государств",
        "es": "Grupo de los Estados de África",
    },
    "asia-pacific": {
        "ar": "مجموعة دول آسيا والمحيط الهادئ",
        "zh": "亚太国家组",
        "en": "Group of Asia-Pacific States",
        "fr": "Groupe des États d’Asie et du Pacifique",
        "ru": "Группа государств Азии и Тихого океана",
        "es": "Grupo de los Estados de Asia y el Pacífico",
    },
    "eastern-european": {
        "ar": "مجموعة دول أوروبا الشرقية",
        "zh": "东欧国家组",
        "en": "Group of Eastern European States",
        "fr": "Groupe des États d’Europe orientale",
        "ru": "Группа восточноевропейских государств",
        "es": "Grupo de los Estados de Europa Oriental",
    },
    "grulac": {
        "ar": "مجموعة دول أمريكا اللاتينية ومنطقة البحر الكاريبي",
        "zh": "拉丁美洲和加勒比国家组",
        "en": "Group of Latin American and Caribbean States",
        "fr": "Groupe des États d’Amérique latine et des Caraïbes",
        "ru": "Группа государств Латинской Америки и Карибского бассейна",
        "es": "Grupo de los Estados de América Latina y el Caribe",
    },
    "weog": {
        "ar": "مجموعة دول أوروبا الغربية ودول أخرى",
        "zh": "西欧和其他国家组",
        "en": "Group of Western European and other States",
        "fr": "Groupe des États d’Europe occidentale et autres États",
        "ru": "Группа западноевропейских и других государств",
        "es": "Grupo de los Estados de Europa Occidental y otros Estados",
    },
}
"""The groups' names as documents of the United Nations write them, in six languages."""
_CODES = {
    "AFR": "african",
    "APG": "asia-pacific",
    "EEG": "eastern-european",
    "GRULAC": "grulac",
    "WEOG": "weog",
}


def renamed_states() -> list[dict[str, Any]]:
    """What States were called until the day on which the United Nations took note of a new name: `code`, `until_on`,
    `names` in six languages; the earliest first."""
    every = [{"code": one["iso3"].lower(), **former} for one in states() for former in one.get("former", ())]
    return sorted(every, key=lambda one: one["until_on"])


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
