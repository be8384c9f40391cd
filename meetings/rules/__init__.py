"""The rules of order: seats, quorum, majorities, a verdict with its sentence. Integers only."""
