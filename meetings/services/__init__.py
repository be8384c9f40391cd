"""Acts: functions that change several rows at once, in one transaction."""
