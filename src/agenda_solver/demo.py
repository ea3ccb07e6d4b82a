"""The example conference of the library: a two-day forum."""

from __future__ import annotations

from pathlib import Path

__all__ = ["demo_path"]


def demo_path() -> Path:
    """Return the file of the demonstration conference.

    Raises
    ------
    FileNotFoundError
        If the installation is incomplete.
    """
    here = Path(__file__).resolve()
    packaged = here.parent / "demo_data" / "astana_forum_2025.json"
    # In a wheel the file is inside the package, in a checkout it is among the examples.
    in_checkout = here.parents[2] / "examples" / "astana_forum_2025" / "conference.json"
    for path in (packaged, in_checkout):
        if path.is_file():
            return path
    raise FileNotFoundError(f"the demonstration conference is missing: neither {packaged} nor {in_checkout} exists")
