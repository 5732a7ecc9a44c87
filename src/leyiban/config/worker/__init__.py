"""The worker: what moves without anybody pressing a button."""
