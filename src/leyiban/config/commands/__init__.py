"""Commands about processes and the database; commands about the city's work are in ``leyiban.cli``."""
