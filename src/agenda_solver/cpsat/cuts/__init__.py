"""Valid inequalities that raise the bound of a model."""
