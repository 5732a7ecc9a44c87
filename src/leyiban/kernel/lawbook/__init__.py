"""Dated rules: every number that law, a standard or the city may change, with its period and its source.

A matter keeps the rule that was in force when it was filed; nothing here is ever a literal in code.
"""
