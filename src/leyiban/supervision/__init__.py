"""电子监察: cards for what a supervisor must look at, slips tied to the clock, the daily report, predictions."""
