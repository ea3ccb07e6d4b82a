"""Integer weights: the value of a wish is a fraction, divided by the number of the person's wishes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from benchmarks.families.koma.document import Problem

MOST = 10**10
"""The greatest factor: with it, the weights of tens of thousands of wishes are still added up exactly."""


@dataclass(frozen=True)
class Scale:
    """The factors that make the weights of a problem integers."""

    weak: int
    strong: int
    share: int
    error: Fraction

    @property
    def factor(self) -> int:
        """The factor of the weights of the problem."""
        return self.share * self.weak

    @property
    def parameters(self) -> dict[str, int]:
        """The parameters of ``audience_attendance``."""
        return {"weak": self.weak, "strong": self.strong, "share": self.share}


def scale_of(problem: Problem, most: int = MOST) -> Scale:
    """Return the scale with which the weights are exact, or those of as many wishes as a factor up to ``most`` allows.

    The factor ``share`` is a common multiple of the denominators; those of the most wishes are included first.
    """
    strong = problem.strong
    weights = [problem.weight(p, opinion) for p in problem.participants for opinion in p.opinions if opinion.is_wish]
    # A weight is a multiple of 1 / weak beside what its participant's wishes are divided by.
    parts = [weight * strong.denominator for weight in weights]
    share = 1
    for denominator, _ in sorted(Counter(part.denominator for part in parts).items(), key=lambda i: (-i[1], i[0])):
        if (common := lcm(share, denominator)) <= most // strong.denominator:
            share = common
    error = sum((abs(part - Fraction(_rounded(part * share), share)) for part in parts), Fraction(0))
    return Scale(strong.denominator, strong.numerator, share, error / strong.denominator)


def _rounded(part: Fraction) -> int:
    """Return a weight as the rule rounds it: half up, and at least 1."""
    return max(1, (2 * part.numerator + part.denominator) // (2 * part.denominator))
