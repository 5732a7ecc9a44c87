"""Joint review (§10): what other offices do in a case, each task a matter of its own that is part of the case."""
