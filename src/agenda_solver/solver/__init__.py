"""How CP-SAT finds an agenda: decisions on demand, the compiler, the search. Never imported by the scoring."""
