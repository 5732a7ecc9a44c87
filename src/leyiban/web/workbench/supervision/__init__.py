"""电子监察 at the desk: cards and slips, one card, one slip, the daily report, how good the warnings are."""
