"""How a figure is printed: ours, the reference's, the ratio, the target and whether it is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`at_least` or `at_most` applies to the ratio where a reference is given, to the figure otherwise."""

    at_least: float | None = None
    at_most: float | None = None

    def met(self, value: float) -> bool:
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def __str__(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else "-"


def show(
    name: str,
    ours: float,
    *,
    unit: str = "",
    reference: float | None = None,
    of: str = "",
    target: Target | None = None,
    form: Callable[[float], str] = lambda value: f"{value:,.4g}",
) -> bool:
    """Print one line; returns whether the target is met (True without one)."""
    line = f"{name:<58} {form(ours):>12} {unit:<8}"
    value = ours
    if reference is not None:
        value = ours / reference if reference else float("inf")
        line += f" reference {form(reference):>10} ({of})  ratio {value:,.3g}"
    met = target is None or target.met(value)
    if target is not None:
        line += f"  target {target}  {'met' if met else 'MISSED'}"
    print(line, flush=True)
    return met
