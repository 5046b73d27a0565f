"""Campaigns as an edition of the framework fixes them, and as it tells them in one language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from comity.framework.campaigns import public, showing
from comity.framework.campaigns.models import Campaign, CampaignMeasure
from comity.framework.campaigns.states import PUBLIC, State
from comity.framework.models import Framework
from comity.languages import localized

Content = dict[str, Any]


def contents(framework: Framework) -> list[Content]:
    """Those that are public now, with the results that stand; texts in all their languages."""
    return [content(one) for one in public.loaded(framework.campaigns.filter(state__in=PUBLIC))]


def content(one: Campaign) -> Content:
    return {
        "number": one.number,
        "node": one.node.number if one.node else None,
        "titles": one.titles,
        **{name: getattr(one, name) for name in public.LABELS},
        "audience_kind": one.audience_kind,
        "state": one.state,
        "reviewed_at": one.reviewed_at.isoformat() if one.reviewed_at else None,
        "approved_at": one.approved_at.isoformat() if one.approved_at else None,
        "began_on": written(one.began_on),
        "ended_on": written(one.ended_on),
        "outcomes": one.outcomes,
        "measures": [of_measure(measure) for measure in one.counted],  # type: ignore[attr-defined]
    }


def of_measure(one: CampaignMeasure) -> Content:
    return {
        "number": one.number,
        "level": one.level,
        "names": one.names,
        "units": one.units,
        "baseline": number(one.baseline),
        "baseline_on": written(one.baseline_on),
        "target": number(one.target),
        "target_on": written(one.target_on),
        "of_audience": one.of_audience,
        "results": [
            {
                "day": row.day.isoformat(),
                "value": number(row.value),
                "of_audience": row.of_audience,
                "source": row.source,
                "note": row.note,
            }
            for row in one.standing  # type: ignore[attr-defined]
        ],
    }


def number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def told(found: list[Content], framework: Framework, language: str) -> tuple[showing.Campaign, ...]:
    """In one language. What was withdrawn since is told no more: it may do harm."""
    if not found:
        return ()
    gone = set(framework.campaigns.filter(state=State.WITHDRAWN).values_list("number", flat=True))
    meeting = framework.meeting.slug
    return tuple(of(one, meeting, language) for one in found if one["number"] not in gone)


def of(one: Content, meeting: str, language: str) -> showing.Campaign:
    kind = one["audience_kind"]
    return showing.Campaign(
        meeting=meeting,
        number=one["number"],
        node=one["node"],
        title=localized(one["titles"], language),
        language=public.spoken(one["titles"], language),
        state=one["state"],
        state_label=str(State(one["state"]).label),
        audience_label=str(Campaign.Audience(kind).label) if kind else "",
        parts=tuple(
            showing.Part(name, str(label), localized(one[name], language), public.spoken(one[name], language))
            for name, label in public.LABELS.items()
            if one[name]
        ),
        compared=bool(one["comparisons"]),
        measures=tuple(measure(row, language) for row in one["measures"]),
        reviewed_at=datetime.fromisoformat(one["reviewed_at"]) if one["reviewed_at"] else None,
        approved_at=datetime.fromisoformat(one["approved_at"]) if one["approved_at"] else None,
        began_on=read(one["began_on"]),
        ended_on=read(one["ended_on"]),
        outcome=localized(one["outcomes"], language),
        outcome_language=public.spoken(one["outcomes"], language),
    )


def measure(one: Content, language: str) -> showing.Measure:
    return showing.Measure(
        number=one["number"],
        level=one["level"],
        level_label=str(CampaignMeasure.Level(one["level"]).label),
        name=localized(one["names"], language),
        unit=localized(one["units"], language),
        language=public.spoken(one["names"], language),
        baseline=None if one["baseline"] is None else Decimal(one["baseline"]),
        baseline_on=read(one["baseline_on"]),
        target=None if one["target"] is None else Decimal(one["target"]),
        target_on=read(one["target_on"]),
        of_audience=one["of_audience"],
        results=tuple(
            showing.Result(
                date.fromisoformat(row["day"]),
                Decimal(row["value"]),
                row["of_audience"],
                row["source"],
                row["note"],
            )
            for row in one["results"]
        ),
    )


def read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
