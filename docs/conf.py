"""How Sphinx builds these pages. Nothing is fetched from the network while they are built."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_extensions"), str(HERE.parent / "src")]

import agenda_solver  # noqa: E402

project = "agenda_solver"
author = "the agenda_solver contributors"
copyright = author
release = version = agenda_solver.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "native_math",
    "rule_pages",
]
exclude_patterns = ["rules/generated/_*", "howto/example_rule/*"]
templates_path: list[str] = []

html_theme = "furo"
html_title = f"{project} {release}"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_copy_source = False
html_show_sphinx = False

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
napoleon_google_docstring = False
napoleon_use_rtype = False
