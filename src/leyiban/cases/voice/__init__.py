"""撤回以后问一句 (R24): why somebody withdrew, asked apart from the office."""
