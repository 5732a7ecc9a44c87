"""Ground floor: what every matter shares. Knows no city, no law and no screen."""
