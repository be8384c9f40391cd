"""The parts of addresses: what is a number, a meeting's key, a resolution's number."""

from django.urls import register_converter

from meetings.models.meetings import KEY
from meetings.models.resolutions import NUMBER

BOARD = "boards/<slug:slug>/"


class PositiveNumber:
    """Digits of a number a database can hold; anything else is no address of ours."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MeetingKey:
    regex = KEY

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ResolutionNumber(MeetingKey):
    regex = NUMBER


register_converter(PositiveNumber, "number")
register_converter(MeetingKey, "key")
register_converter(ResolutionNumber, "resolution")
