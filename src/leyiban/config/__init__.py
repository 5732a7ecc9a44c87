"""The top floor: settings, addresses, processes. Everything below is configured from here."""
