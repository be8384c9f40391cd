"""The long tests: promises kept under load and faults, with the figures counted in the run."""
