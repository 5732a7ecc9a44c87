"""The line to the province's platform: what goes up signed, what comes back verified, what is reconciled by the day."""
