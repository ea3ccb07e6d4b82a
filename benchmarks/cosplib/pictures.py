"""Pictures of anytime curves: one an instance, and all of them small on one page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from benchmarks.cosplib.peers import Peers, peers_of
from benchmarks.cosplib.record import Document, Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_curves", "new_figure", "save_figure"]

# Shades for the seeds, from dark to light; more seeds than shades begin again.
OBJECTIVE, BOUND = ("#123f73", "#2f74bd", "#7fb0e0"), ("#8f3a0c", "#d2691e", "#eba56b")
PEER, BEST_PEER = "#8a8a8a", "#2e7d4f"
COLUMNS = 3
# Where the largest value is so many times the smallest, the scale of costs is logarithmic.
WIDE = 8
# Least distance of two labels on the right, as a share of the height.
LABEL_HEIGHT = 0.055
FIRST_MOMENT = 0.05


def draw_curves(document: Document, peers: Mapping[str, Peers], folder: Path) -> list[Path]:
    """Draw the curves of every instance that has some, and the overview; return the files.

    Raises
    ------
    ImportError
        When Matplotlib is not installed.
    """
    drawn = [name for name in document.instances if document.best_run(name) is not None]
    files = []
    for instance in drawn:
        figure, axes = new_figure(1, 1, (9.2, 4.8))
        _draw(axes[0], document.runs_of(instance), peers_of(instance, peers), labelled=True)
        axes[0].set_xlabel("seconds from the start of the solve")
        axes[0].set_ylabel("cost")
        _add_legend(figure)
        files += save_figure(figure, folder / instance)
    if drawn:
        files += save_figure(_overview(document, peers, drawn), folder / "overview")
    return files


def _overview(document: Document, peers: Mapping[str, Peers], drawn: Sequence[str]) -> Figure:
    columns = min(COLUMNS, len(drawn))
    rows = math.ceil(len(drawn) / columns)
    figure, axes = new_figure(rows, columns, (max(5.0, 3.9 * columns), 2.7 * rows + 0.6))
    for axis, instance in zip(axes, drawn, strict=False):
        _draw(axis, document.runs_of(instance), peers_of(instance, peers), labelled=False)
    for axis in axes[len(drawn) :]:
        axis.set_visible(False)
    for number, axis in enumerate(axes[: len(drawn)]):
        if number + columns >= len(drawn):  # nothing stands below it
            axis.set_xlabel("seconds", fontsize=9)
        if number % columns == 0:
            axis.set_ylabel("cost", fontsize=9)
    _add_legend(figure)
    return figure


def new_figure(rows: int, columns: int, size: tuple[float, float]) -> tuple[Figure, list[Axes]]:
    """Return a figure without a window, and its axes row by row."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "cosplib"  # the same curves give the same file
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


def _draw(axis: Axes, runs: Sequence[Run], peers: Peers, *, labelled: bool) -> None:
    found = [run for run in runs if run.curve]
    for number, run in enumerate(found):
        shade = number % len(OBJECTIVE)
        _step(axis, run, 1, color=OBJECTIVE[shade], linewidth=1.5, label="cost, one line a seed")
        _step(axis, run, 2, color=BOUND[shade], linewidth=1.3, linestyle="--", label="proven bound, one line a seed")
    axis.set_xscale("log")
    moments = [float(point[0] or 0) for run in found for point in run.curve]
    left = max(FIRST_MOMENT, 0.8 * min(moment for moment in moments if moment > 0))
    axis.set_xlim(left, 1.05 * max(moments))
    axis.set_title(found[0].instance, fontsize=11, loc="left")
    values = [float(v) for run in found for point in run.curve for v in point[1:] if v is not None]
    _scale(axis, [*values, *map(float, peers.values.values() if labelled else [peers.best or values[0]])])
    _draw_peers(axis, peers, labelled=labelled)
    _readable_ticks(axis)


def _step(axis: Axes, run: Run, which: int, **style: Any) -> None:
    points = [(float(p[0] or 0), float(p[which] or 0)) for p in run.curve if p[which] is not None]
    if points:
        axis.step(*zip(*points, strict=True), where="post", **style)
        axis.plot(*points[0], marker="o", markersize=2.5, color=style["color"])


def _scale(axis: Axes, values: Sequence[float]) -> None:
    """Choose the scale of costs, with some air above and below; a symmetric logarithm also has the 0 of a bound."""
    low, high = min(values), max(values)
    if high > WIDE * max(low, 1):
        axis.set_yscale("symlog", linthresh=1, linscale=0.4)
        axis.set_ylim(-0.15 if low < 1 else low / 1.6, 1.8 * high)
    else:
        air = max(0.06 * (high - low), 0.02 * high, 0.5)
        axis.set_ylim(max(low - air, -air), high + air)


def _draw_peers(axis: Axes, peers: Peers, *, labelled: bool) -> None:
    """Draw the peers as lines, in a single picture with their names beside the data; in the overview only the best."""
    by_value: dict[int, list[str]] = {}
    for name, value in peers.values.items():
        by_value.setdefault(value, []).append(name)
    values = sorted(by_value)
    for value in values if labelled else values[:1]:
        is_best = value == peers.best
        axis.axhline(
            value,
            color=BEST_PEER if is_best else PEER,
            linewidth=1.2 if is_best else 0.9,
            linestyle=(0, (1, 1.5)),
            zorder=1,
            label="best peer" if is_best else "other peers",
        )
    if not labelled:
        return
    for value, height in zip(values, _apart([_height(axis, value) for value in values]), strict=True):
        proven = " (optimal)" if value == peers.best and peers.is_proven else ""
        axis.annotate(
            f"{value:,}{proven} {', '.join(by_value[value])}",
            xy=(1.0, _height(axis, value)),
            xytext=(1.035, height),
            xycoords=axis.transAxes,
            textcoords=axis.transAxes,
            fontsize=8,
            va="center",
            color=BEST_PEER if value == peers.best else "#555555",
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": "#aaaaaa", "relpos": (0, 0.5), "shrinkB": 0},
        )


def _height(axis: Axes, value: float) -> float:
    """Return where a cost is on the axis, 0 at the bottom and 1 at the top."""
    _, y = axis.transAxes.inverted().transform(axis.transData.transform((axis.get_xlim()[0], value)))
    return float(y)


def _apart(heights: Sequence[float]) -> list[float]:
    """Return ascending heights moved as little as can be, so that there is space for a label at each.

    Without the space that the labels below it need, no height may be less than the one before. Where one is, the two
    move to their mean, and with them all that moved to the same place.
    """
    groups: list[list[float]] = []
    for number, height in enumerate(heights):
        groups.append([height - number * LABEL_HEIGHT])
        while len(groups) > 1 and mean(groups[-2]) > mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    bare = [mean(group) for group in groups for _ in group]
    most = 1.0 - (len(bare) - 1) * LABEL_HEIGHT  # none leaves the picture at the top, nor at the bottom
    return [min(max(height, 0.0), most) + number * LABEL_HEIGHT for number, height in enumerate(bare)]


def _readable_ticks(axis: Axes) -> None:
    """Write numbers as people read them: 0.1, 1, 10; 1,000."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axis.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value == int(value) else ""))


def _add_legend(figure: Figure) -> None:
    """Say once below all axes what the lines are."""
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
