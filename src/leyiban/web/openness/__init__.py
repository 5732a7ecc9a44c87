"""What anyone may check: how offices keep their limits, how often seals and data were used, the ledger."""
