import pytest
from tests.secrets import World
from tests.test_leaks import client_of
from meetings.models import *
pytestmark = pytest.mark.django_db
def test_b(db):
    w=World(); Member.objects.update(is_administrator=True)
    c=client_of(w,"sam")
    r=c.get("/boards/harbour/bylaws/new/"); print(r.status_code)
