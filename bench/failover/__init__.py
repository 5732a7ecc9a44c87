"""The primary database dies under load and its replica takes over: what was acknowledged must be there."""
