"""The search: what people ask, and how often and how cheaply each way to search answers it."""
