"""The pages of answers and calendars, for the tests that ask every page."""

OF_A_MEETING = ("meeting_answer", "meeting_cancel", "meeting_ics")
ON_NO_BOARD = ("home", "access_help", "notice_preferences", "calendar_feed_settings")


def expected(board_readers, meeting_readers, keepers, signed_in):
    return {
        "meeting_answer": board_readers,
        "meeting_cancel": keepers,
        "meeting_ics": meeting_readers,
        "calendar_feed": (404,) * 8,  # nobody has the address that is asked for
        "calendar_feed_settings": signed_in,
    }
