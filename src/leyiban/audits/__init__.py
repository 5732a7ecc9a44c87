"""An auditor's random samples of cases, which nobody can choose and anybody can draw again."""
