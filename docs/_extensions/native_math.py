"""Formulas as MathML, which browsers show by themselves: no script is loaded, neither to build nor to read."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict[str, Any]:
    """Make this the way in which formulas are written in HTML."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.config.html_math_renderer = "mathml"
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write a formula within a sentence."""
    translator.body.append(mathml_of(node, as_block=False))
    raise nodes.SkipNode


def visit_block(translator: Any, node: nodes.math_block) -> None:
    """Write a formula in a line of its own, which can be scrolled where the page is narrow."""
    translator.body.append(f'<div class="math" style="overflow-x: auto">{mathml_of(node, as_block=True)}</div>')
    raise nodes.SkipNode


def mathml_of(node: nodes.Element, *, as_block: bool) -> str:
    """Return a formula as MathML; one that cannot be read is a warning, and stands there as it is."""
    formula = simplified(node.astext())
    try:
        return str(tex2mathml(formula, as_block=as_block))
    except MathError as error:
        logger.warning("a formula cannot be read: %s", error, location=node)
        return f"<code>{escaped(formula)}</code>"


def escaped(text: str) -> str:
    """Return a text with the characters that HTML needs for itself written as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def simplified(formula: str) -> str:
    r"""Return a formula without the commands that the converter does not know: ``\dots`` and ``\substack``."""
    formula = formula.replace(r"\dots", r"\ldots")
    while (begin := formula.find(r"\substack{")) >= 0:
        inside = begin + len(r"\substack{")
        end = closing_brace(formula, inside)
        formula = formula[:begin] + r"\begin{matrix}" + formula[inside:end] + r"\end{matrix}" + formula[end + 1 :]
    return formula


def closing_brace(formula: str, inside: int) -> int:
    r"""Return where the brace ends that was opened before this place; ``\{`` and ``\}`` are no braces."""
    depth, at = 1, inside
    while depth:
        if formula[at] == "\\":
            at += 1
        else:
            depth += {"{": 1, "}": -1}.get(formula[at], 0)
        at += 1
    return at - 1
