"""Tables and curves of stored records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.record import Record

__all__ = ["comparison", "curves", "table"]

Number = float | int | None


def table(records: Sequence[Record]) -> str:
    """Return a Markdown table, one row an instance: medians over the seeds, with the range where they differ."""
    head = (
        "| instance | sessions | seeds | limit s | cores | threads | status | cost | bound | gap % | first legal s "
        "| best after s | total s | compile s | presolve s | check s | memory MB | variables |"
    )
    lines = [head, "|" + " --- |" * (head.count("|") - 1)]
    instances = dict.fromkeys(record.instance for record in records)
    lines += [_row(instance, [record for record in records if record.instance == instance]) for instance in instances]
    first = records[0]
    versions = ", ".join(f"{name} {number}" for name, number in first.version.items())
    load = max(record.load for record in records)
    lines += ["", f"{versions}; source {first.source}; {first.machine}; load average before a solve at most {load}."]
    return "\n".join(lines)


def _row(instance: str, found: list[Record]) -> str:
    first = found[0]
    states = ", ".join(sorted({record.status for record in found}))
    gap = [None if r.gap is None else 100 * r.gap for r in found]
    cells = [
        instance, str(first.sessions), str(len(found)), f"{first.limit:g}",
        str(first.cores), str(first.workers), states,
        _middle([r.objective for r in found], 0), _middle([r.bound for r in found], 0), _middle(gap, 1),
        _middle([r.first_legal for r in found], 2), _middle([r.best_after for r in found], 1),
        _middle([r.total for r in found], 1), *(_phase(found, name) for name in ("compile", "presolve", "check")),
        _middle([r.memory for r in found], 0), str(first.size.get("variables", "")),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _phase(found: Iterable[Record], name: str) -> str:
    return _middle([record.phases.get(name) for record in found], 2)


def _middle(values: Sequence[Number], digits: int) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "-"
    text = f"{median(known):.{digits}f}"
    low, high = f"{min(known):.{digits}f}", f"{max(known):.{digits}f}"
    missing = f", {len(values) - len(known)} without" if len(known) < len(values) else ""
    return text if low == high and not missing else f"{text} ({low}-{high}{missing})"


def comparison(before: Sequence[Record], after: Sequence[Record]) -> str:
    """Return a Markdown table of two sets of records, instance by instance: median and range of each."""
    measures: dict[str, Callable[[Record], Number]] = {
        "cost": lambda r: r.objective,
        "bound": lambda r: r.bound,
        "first legal s": lambda r: r.first_legal,
        "total s": lambda r: r.total,
        "memory MB": lambda r: r.memory,
    }
    lines = ["| instance | measure | before | after |", "| --- | --- | --- | --- |"]
    for instance in dict.fromkeys(record.instance for record in before):
        for name, value in measures.items():
            cells = [_middle([value(r) for r in records if r.instance == instance], 2) for records in (before, after)]
            lines.append(f"| {instance} | {name} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def curves(records: Sequence[Record], path: Path) -> None:
    """Draw cost and bound over time, one panel an instance, one line a seed."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    instances = list(dict.fromkeys(record.instance for record in records))
    figure, axes = plt.subplots(1, len(instances), figsize=(4.6 * len(instances), 3.6), squeeze=False)
    for axis, instance in zip(axes[0], instances, strict=True):
        for record in (r for r in records if r.instance == instance and r.curve):
            points = [*record.curve, [record.total, record.objective, record.bound]]
            elapsed = [point[0] for point in points]
            axis.step(elapsed, [point[1] for point in points], where="post", color="#1f5fa8", lw=1.4, label="cost")
            bounds = [float("nan") if point[2] is None else point[2] for point in points]
            axis.step(elapsed, bounds, where="post", color="#c2571a", lw=1.4, ls="--", label="bound")
        axis.set_title(instance)
        axis.set_xlabel("seconds")
        axis.set_ylim(bottom=0)
        axis.grid(alpha=0.3)
        handles, labels = axis.get_legend_handles_labels()
        axis.legend(*zip(*dict(zip(labels, zip(handles, labels, strict=True), strict=True)).values(), strict=True))
    axes[0][0].set_ylabel("cost")
    figure.tight_layout()
    figure.savefig(path, dpi=150)
    plt.close(figure)
