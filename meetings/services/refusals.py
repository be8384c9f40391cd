"""What the services say no with."""


class Refused(Exception):
    """The act is refused and nothing was stored; the message is a sentence that says why."""
