"""Pictures of anytime curves: one for each problem, and an overview."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from benchmarks.harness.family import Family
from benchmarks.harness.record import Document, Plan, Point, Run
from benchmarks.harness.sheets import Peers, best_plan, plans_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


# Shades for the seeds, from dark to light; more seeds than shades begin again.
VALUE, BOUND = ("#123f73", "#2f74bd", "#7fb0e0"), ("#8f3a0c", "#d2691e", "#eba56b")
PEER, BEST_PEER = "#8a8a8a", "#2e7d4f"
COLUMNS = 3
# Where the largest value is so many times the smallest, the scale of values is logarithmic.
WIDE = 8
# Least distance of two labels on the right, as a share of the height.
LABEL_HEIGHT = 0.055
FIRST_MOMENT = 0.05


def draw_curves(family: Family, document: Document, peers: Peers, folder: Path) -> list[Path]:
    """Draw the last figure of every problem with curves over time, and the overview; return the files."""
    drawn = [name for name in document.instances if _curves(family, document.runs_of(name))]
    files = []
    for name in drawn:
        figure, axes = new_figure(1, 1, (9.2, 4.8))
        _draw(axes[0], family, document.runs_of(name), plans_of(document, peers, name), labelled=True)
        axes[0].set_xlabel("seconds from the start of the solve")
        axes[0].set_ylabel(family.main.title)
        _add_legend(figure)
        files += save_figure(figure, folder / name)
    if drawn:
        known = {name: plans_of(document, peers, name) for name in drawn}
        files += save_figure(_overview(family, document, known), folder / "overview")
    return files


def _curves(family: Family, runs: Sequence[Run]) -> dict[str, list[Point]]:
    """Return points ``[elapsed, figure, bound]`` of each run, from when the more important figures are final."""
    found = {}
    for run in runs:
        before = family.values(run.figures)[:-1]
        points = [[point[0], *point[-2:]] for point in run.curve if run.figures and point[1:-2] == before]
        if points:
            found[run.name] = points
    return found


def _overview(family: Family, document: Document, known: Mapping[str, Sequence[Plan]]) -> Figure:
    columns = min(COLUMNS, len(known))
    rows = math.ceil(len(known) / columns)
    figure, axes = new_figure(rows, columns, (max(5.0, 3.9 * columns), 2.7 * rows + 0.6))
    for axis, (name, plans) in zip(axes, known.items(), strict=False):
        _draw(axis, family, document.runs_of(name), plans, labelled=False)
    for axis in axes[len(known) :]:
        axis.set_visible(False)
    for number, axis in enumerate(axes[: len(known)]):
        if number + columns >= len(known):  # the lowest in its column
            axis.set_xlabel("seconds", fontsize=9)
        if number % columns == 0:
            axis.set_ylabel(family.main.title, fontsize=9)
    _add_legend(figure)
    return figure


def new_figure(rows: int, columns: int, size: tuple[float, float]) -> tuple[Figure, list[Axes]]:
    """Return a figure and its axes row by row."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "benchmarks"  # the same curves give the same file
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=False)
    found = [axis for row in axes for axis in row]
    for axis in found:
        axis.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=9)
    return figure, found


def save_figure(figure: Figure, stem: Path) -> list[Path]:
    """Write a figure as PNG and SVG."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    files = [stem.with_name(f"{stem.name}.{kind}") for kind in ("png", "svg")]
    figure.savefig(files[0], dpi=150, metadata={"Software": None})
    figure.savefig(files[1], metadata={"Date": None})
    return files


# --- one picture -----------------------------------------------------------------------------------------------------


def _draw(axis: Axes, family: Family, runs: Sequence[Run], plans: Sequence[Plan], *, labelled: bool) -> None:
    curves = list(_curves(family, runs).values())
    for number, points in enumerate(curves):
        shade = number % len(VALUE)
        _step(axis, points, 1, color=VALUE[shade], linewidth=1.5, label=f"{family.main.title}, one line a seed")
        _step(axis, points, 2, color=BOUND[shade], linewidth=1.3, linestyle="--", label="proven bound, one line a seed")
    axis.set_xscale("log")
    moments = [float(point[0] or 0) for points in curves for point in points]
    left = max(FIRST_MOMENT, 0.8 * min((moment for moment in moments if moment > 0), default=FIRST_MOMENT))
    axis.set_xlim(left, 1.05 * max(moments))
    axis.set_title(runs[0].instance, fontsize=11, loc="left")
    values = [float(v) for points in curves for point in points for v in point[1:] if v is not None]
    by_value = _by_value(family, plans, labelled=labelled)
    _scale(axis, [*values, *by_value])
    _draw_plans(axis, family, by_value, plans, labelled=labelled)
    _readable_ticks(axis)


def _step(axis: Axes, points: Sequence[Point], which: int, **style: Any) -> None:
    known = [(float(p[0] or 0), float(p[which] or 0)) for p in points if p[which] is not None]
    if known:
        axis.step(*zip(*known, strict=True), where="post", **style)
        axis.plot(*known[0], marker="o", markersize=2.5, color=style["color"])


def _scale(axis: Axes, values: Sequence[float]) -> None:
    """Choose the scale of values with margins; a symmetric logarithm also shows bounds of 0."""
    low, high = min(values), max(values)
    if low >= 0 and high > WIDE * max(low, 1):
        axis.set_yscale("symlog", linthresh=1, linscale=0.4)
        axis.set_ylim(-0.15 if low < 1 else low / 1.6, 1.8 * high)
    else:
        air = max(0.06 * (high - low), 0.02 * abs(high), 0.5)
        axis.set_ylim(max(low - air, -air) if low >= 0 else low - air, high + air)


def _by_value(family: Family, plans: Sequence[Plan], *, labelled: bool) -> dict[float, list[str]]:
    """Return the authors of plans by value; in the overview only those of the best."""
    best = best_plan(family, plans)
    found: dict[float, list[str]] = {}
    for plan in plans if labelled else [plan for plan in plans if plan is best]:
        value = plan.figures.get(family.main.name)
        if value is not None:
            found.setdefault(value, []).append(plan.by)
    return dict(sorted(found.items()))


def _draw_plans(
    axis: Axes, family: Family, by_value: Mapping[float, list[str]], plans: Sequence[Plan], *, labelled: bool
) -> None:
    """Draw the plans of others as lines, in a single picture with their names."""
    best, values = best_plan(family, plans), list(by_value)
    top = None if best is None else best.figures[family.main.name]
    proven = {plan.bounds.get(family.main.name) for plan in plans}
    for value in values:
        is_best = value == top
        axis.axhline(
            value,
            color=BEST_PEER if is_best else PEER,
            linewidth=1.2 if is_best else 0.9,
            linestyle=(0, (1, 1.5)),
            zorder=1,
            label="best peer" if is_best else "other peers",
        )
    for value, height in zip(values, _apart([_height(axis, value) for value in values]), strict=True):
        if not labelled:
            break
        axis.annotate(
            f"{family.main.write(value)}{' (optimal)' * (value in proven)} {', '.join(dict.fromkeys(by_value[value]))}",
            xy=(1.0, _height(axis, value)),
            xytext=(1.035, height),
            xycoords=axis.transAxes,
            textcoords=axis.transAxes,
            fontsize=8,
            va="center",
            color=BEST_PEER if value == top else "#555555",
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": "#aaaaaa", "relpos": (0, 0.5), "shrinkB": 0},
        )


def _height(axis: Axes, value: float) -> float:
    """Return where a cost is on the axis, 0 at the bottom and 1 at the top."""
    _, y = axis.transAxes.inverted().transform(axis.transData.transform((axis.get_xlim()[0], value)))
    return float(y)


def _apart(heights: Sequence[float]) -> list[float]:
    """Return ascending heights, moved as little as possible to make space for a label at each.

    If the space for the labels below is subtracted from each height, the result must not decrease: isotonic regression
    by pooling adjacent violators. Two groups in the wrong order are merged at the mean of their heights.
    """
    groups: list[list[float]] = []
    for number, height in enumerate(heights):
        groups.append([height - number * LABEL_HEIGHT])
        while len(groups) > 1 and mean(groups[-2]) > mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    bare = [mean(group) for group in groups for _ in group]
    most = 1.0 - (len(bare) - 1) * LABEL_HEIGHT  # no label may leave the picture
    return [min(max(height, 0.0), most) + number * LABEL_HEIGHT for number, height in enumerate(bare)]


def _readable_ticks(axis: Axes) -> None:
    """Write numbers as people read them: 0.1, 1, 10; 1,000."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value == int(value) else ""))


def _add_legend(figure: Figure) -> None:
    """Add one legend below all axes."""
    named: dict[str, Any] = {}
    for axis in figure.axes:
        handles, labels = axis.get_legend_handles_labels()
        named.update({label: handle for handle, label in zip(handles, labels, strict=True) if label not in named})
    order = sorted(named, key=lambda label: ("peer" in label, label))
    figure.legend(
        [named[label] for label in order],
        order,
        loc="outside lower center",
        ncols=len(order),
        fontsize=9,
        frameon=False,
    )
