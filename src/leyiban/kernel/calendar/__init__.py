"""Working days of the People's Republic, region by region.

``days`` and ``working`` are pure and import no Django: commands and the offline verifier's tests use them
alone. ``models`` keeps what a city has published, ``queries.calendar_of`` serves it.
"""
