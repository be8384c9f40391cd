"""Other people's minutes: bytes in, the notation's dataclasses and a loss report out."""
