"""Double publicity (双公示): every grant of a licence is published in time, and what is published can be put right."""
