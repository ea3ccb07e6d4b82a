"""Events of Indico, from its HTTP export ``export/event/ID.json`` with contributions or sessions."""
