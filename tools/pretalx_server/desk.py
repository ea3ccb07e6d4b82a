"""Run scripts in this pretalx for as long as somebody names them; run inside pretalx by ``tools/pretalx_stage.py``.

A pretalx takes seconds to begin, its questions milliseconds. So one process answers them all: each line of the input
names a script, and after what it prints comes a line that says how it went.
"""

import sys
import traceback
from pathlib import Path

for line in sys.stdin:
    script = Path(line.strip())
    try:
        # The script has to see its own functions: in a mapping of its own.
        exec(compile(script.read_text(encoding="utf-8"), script.name, "exec"), {})  # noqa: S102
        print("DONE", flush=True)
    except Exception:  # noqa: BLE001 - whatever it is, the one who asked has to know
        print(traceback.format_exc())
        print("FAILED", flush=True)
