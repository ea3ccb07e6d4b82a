"""Finding agendas."""
