"""One case on the desk: papers | points to check | conclusion, with its clocks, story and messages."""
