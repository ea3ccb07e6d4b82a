"""Events of Indico, from its HTTP export: ``export/event/ID.json`` with the detail ``contributions`` or ``sessions``."""
