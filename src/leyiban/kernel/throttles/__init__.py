"""How often one machine, or one number, may try something that guards a secret."""
