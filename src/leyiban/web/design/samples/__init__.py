"""What the style page shows: every part in every state, with plausible words."""
