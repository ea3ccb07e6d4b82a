"""Whole numbers for weights that are fractions: the value of a wish is divided by how many wishes its person has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from benchmarks.families.koma.problem import Key, Problem

__all__ = ["Scale", "scale_of"]

MOST = 10**10
"""The greatest factor: with it, the weights of tens of thousands of wishes are still added up exactly."""


@dataclass(frozen=True)
class Scale:
    """How the weights of a problem become whole numbers.

    Attributes
    ----------
    factor
        By what the weights are multiplied.
    error
        By how much a sum of weights can be wrong at most, through rounding; 0 where every weight is exact.
    """

    factor: int
    error: Fraction

    def whole(self, weight: Fraction) -> int:
        """Return a weight as a whole number, at least 1: a wish that is worth anything is worth something."""
        return max(1, round(weight * self.factor))

    def weights(self, problem: Problem) -> Mapping[Key, Mapping[Key, int]]:
        """Return the weights of the wishes of each participant who has some, by the ids of the working groups."""
        found = {
            participant.id: {
                opinion.ak_id: self.whole(problem.weight(participant, opinion))
                for opinion in participant.opinions
                if opinion.is_wish
            }
            for participant in problem.participants
        }
        return {id: weights for id, weights in found.items() if weights}


def scale_of(problem: Problem, most: int = MOST) -> Scale:
    """Return the scale with which the weights are exact, or those of as many wishes as a factor up to ``most`` allows.

    The factor is a common multiple of the denominators, of those with the most wishes first.
    """
    weights = [problem.weight(p, opinion) for p in problem.participants for opinion in p.opinions if opinion.is_wish]
    denominators = Counter(weight.denominator for weight in weights)
    factor = 1
    for denominator, _ in sorted(denominators.items(), key=lambda item: (-item[1], item[0])):
        if (common := lcm(factor, denominator)) <= most:
            factor = common
    scale = Scale(factor, Fraction(0))
    return Scale(factor, sum((abs(weight - Fraction(scale.whole(weight), factor)) for weight in weights), Fraction(0)))
