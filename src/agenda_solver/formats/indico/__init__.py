"""Events of Indico, from its HTTP export ``export/event/ID.json`` with ``detail=contributions`` or ``detail=sessions``."""
