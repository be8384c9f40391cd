"""Every message with a vote is accounted for: in = recorded + refused + duplicate + held."""

import pytest

from tests.soak.mailed import counted

pytestmark = pytest.mark.django_db


def test_every_message_is_recorded_refused_a_duplicate_or_held():
    count = counted(pages=4, mails=20, faulty=16)
    assert (count.brought, count.recorded, count.refused, count.duplicate, count.held) == (
        20, 4, 4, 2, 10,
    )  # fmt: skip
    assert count.is_whole


def test_the_count_notices_a_message_that_is_lost():
    assert not counted(pages=2, mails=10, faulty=8, drops_duplicates=True).is_whole
