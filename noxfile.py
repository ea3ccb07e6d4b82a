"""The checks of the project one by one, each in an environment of its own: ``nox -l`` lists them.

``.ci/run`` runs the same commands one after the other from a clean clone; ``tests/test_task_runner.py`` compares both.
``nox --no-venv -s lint`` uses the environment that nox itself is installed in, and installs nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["lint", "types", "quick"]
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"


def install(session: nox.Session, extra: str) -> None:
    """Install the library with an extra, in the versions of the constraints; without an environment, use nox's own."""
    if session.virtualenv.venv_backend == "none":
        # nox looks for programs in its own PATH, which names the environment only where that is activated.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    else:
        session.install("--quiet", "--constraint", "constraints.txt", "--editable", f".[{extra}]")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests, those that draw or enumerate with fewer examples."""
    install(session, "test")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *session.posargs)


@nox.session
def quick(session: nox.Session) -> None:
    """Run the tests that take almost no time, under a minute on two idle cores."""
    install(session, "test")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "-m", "quick", *session.posargs)


@nox.session
def thorough(session: nox.Session) -> None:
    """Run what the session ``tests`` leaves out, or tries less often."""
    install(session, "test")
    chosen = ("-m", "thorough or data or sampled", "--ignore", "tests/browser")
    session.env["AGENDA_SOLVER_TESTS"] = "thorough"
    session.run("python", "-m", "pytest", "--quiet", "-n", "auto", "--dist", "worksteal", *chosen, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of the code and its form."""
    install(session, "dev")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    install(session, "dev")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into build/docs, warnings as errors, and test the pages of the rules."""
    install(session, "dev")
    options = ("--fail-on-warning", "--keep-going", "--quiet", "-b", "html")
    session.run("python", "-m", "sphinx", *options, "docs", "build/docs")
    session.run("python", "-m", "pytest", "--quiet", "tests/docs/test_rule_pages.py")


@nox.session
def browsers(session: nox.Session) -> None:
    """Test the pages in a browser; docs/developing.md says which variables name the browser and axe-core."""
    install(session, "dev")
    session.env["AGENDA_SOLVER_TESTS"] = "thorough"
    session.run("python", "-m", "pytest", "--quiet", "tests/browser", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Run the shortest benchmark and the timings of single parts once."""
    install(session, "dev")
    limits = ("--seconds", "20", "--seeds", "1")
    session.run("python", "-m", "benchmarks", "run", "smoke", *limits, "--output", "build/ci/benchmarks")
    session.run("python", "-m", "pytest", "--quiet", "benchmarks/test_micro.py", "--benchmark-disable")


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel and the source distribution, and try the wheel in an environment without a compiler."""
    install(session, "dev")
    session.run("python", "tools/try_package.py", "build/ci/package")


@nox.session(name="release-notes")
def release_notes(session: nox.Session) -> None:
    """Show what the fragments in changes/ will say; ``nox -s release-notes -- --version 0.3.0`` writes it down."""
    install(session, "dev")
    session.run("towncrier", "build", *(session.posargs or ("--draft", "--version", "next")))
