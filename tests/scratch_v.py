import datetime, pytest
from django.urls import reverse
from django.db import connection
from meetings.models import *
from meetings.models.guards import create_guards, drop_guards
from meetings.services.verifying import faults_in
from meetings.services.approving import approve_minutes
from meetings.services.sending import plan_sending, send_out
from tests import make
from tests.registered import approved, BY_RESOLUTION
pytestmark = pytest.mark.django_db

@pytest.fixture
def m(harbour, signed_in):
    signed_in("secretary"); signed_in("chair"); signed_in("member")
    of = make.meeting(harbour, state="adjourned")
    lena = make.person(harbour, "Lena Moor"); make.attendance(of, lena)
    i = make.item(of); i.presenters.create(name="Lena Moor", person=lena)
    make.notes(i, "Lena: the plan holds\nACTION Lena: send the figures by 3 May 2026\nACTION All: read\nRESOLVED: That it rain - carried 5-0\nASIDE: x")
    j = make.item(of, "Secret", is_in_camera=True); make.notes(j, "ACTION Lena: hush\nRESOLVED: That hush - carried 5-0")
    a = approve_minutes(of, approved=BY_RESOLUTION, save=make.a_save())
    return Meeting.objects.select_related("board").get(pk=of.pk)

def ok(m, what):
    f = list(faults_in(m.board)); print(what, "->", f)

def test_lawful(m, signed_in, harbour):
    page = RegisterText.objects.get(entry=m.approval.entry).page
    for who in ("secretary","chair"):
        c = signed_in(who)
        a = Action.objects.filter(text="send the figures").first() or Action.objects.filter(item__is_in_camera=False).first()
        r = c.post(reverse("action_change", args=["harbour", a.number]), {"seen": a.seen, "text": f"send by {who}", "due": "2026-06-01", "remark": "x"}); print(who, r.status_code)
        ok(m, "change")
    c = signed_in("secretary")
    m.refresh_from_db()
    r = c.get(reverse("meeting_send", args=["harbour", m.key])); print("send get", r.status_code)
    n = send_out(m, mark=plan_sending(m, on=make.A_DAY).mark, save=make.a_save()); ok(m, f"send {n}")
    a = Action.objects.filter(item__meeting=m, line__isnull=False, item__is_in_camera=False).first()
    mem = Person.objects.get(user__username="member")
    for act, data in (("hand_over", {"owners": mem.name}), ("split", {"parts": "one\ntwo"}), ("report", {"act": "start"}), ("cancel", {"remark": "no"})):
        a.refresh_from_db()
        r = c.post(reverse(f"action_{act}", args=["harbour", a.number]), {"seen": a.seen, **data}); print(act, r.status_code); ok(m, act)
    later = make.meeting(harbour, make.A_DAY + datetime.timedelta(30), state="in_session")
    b = Action.objects.get(item__is_in_camera=True, text="hush")
    li = make.item(later, "rev"); make.attendance(later, mem)
    make.notes(li, f"A-{b.number}: done\nRESOLVED: That snow - carried 5-0"); ok(m, "review")
    b.refresh_from_db(); print(b.state)
    rr = Resolution.objects.get(text__contains="it rain"); new = Resolution.objects.get(item=li)
    r = c.post(reverse("resolution_ends", args=["harbour", new.label]), {"ends": rr.label, "how": "supersedes", "other": rr.label, "number": rr.label}); print("ends", r.status_code)
    Resolution.objects.filter(pk=rr.pk).update(state="superseded"); ok(m, "superseded")
    # merging
    lena = Person.objects.get(name="Lena Moor"); other = make.person(harbour, "Lena M")
    r = c.post(reverse("person_merge", args=["harbour", lena.pk]), {"into": other.pk, "person": other.pk, "other": other.pk, "keep": other.pk}); print("merge", r.status_code)
    from meetings.services import merging
    lena.refresh_from_db(); print(lena.merged_into)
    ok(m, "merge")
    r = c.post(reverse("person_edit", args=["harbour", other.pk]), {"name": "Lena Married", "email": "", "aliases": ""}); print("edit", r.status_code); ok(m, "rename")
    r = c.post(reverse("action_edit", args=["harbour", b.number]), {"text": "x"}); print("action_edit", r.status_code)
    assert RegisterText.objects.get(entry=m.approval.entry).page == page
    r = c.get(m.get_absolute_url()); print(r.status_code)
    for u in ("secretary","member"): print(signed_in(u).get(m.get_absolute_url()).status_code)

@pytest.mark.parametrize("what", ["notes","title","att","res","vote","action_line","review","page","salt","state","stmt","presenter","mover","key","approved_on","organisation","entry_del","text_del","item_add","cam"])
def test_raw(m, what):
    drop_guards(connection)
    I = AgendaItem.objects.filter(meeting=m)
    {"notes": lambda: I.filter(position=1).update(notes="x"), "title": lambda: I.update(title="x"),
     "att": lambda: Attendance.objects.filter(meeting=m).update(mode="absent"), "res": lambda: Resolution.objects.update(text="x"),
     "vote": lambda: Resolution.objects.update(recorded_for=1), "action_line": lambda: Action.objects.filter(line=2).update(line=9),
     "review": lambda: 0, "page": lambda: RegisterText.objects.exclude(page="").update(page="x"), "salt": lambda: RegisterText.objects.update(salt="00"*32),
     "state": lambda: Meeting.objects.filter(pk=m.pk).update(state="adjourned"), "stmt": lambda: Statement.objects.update(text="x"),
     "presenter": lambda: ItemPresenter.objects.update(name="x"), "mover": lambda: Resolution.objects.update(mover_name="x"),
     "key": lambda: Meeting.objects.filter(pk=m.pk).update(key="zzz"), "approved_on": lambda: Meeting.objects.filter(pk=m.pk).update(called_to_order="09:00"),
     "organisation": lambda: Attendance.objects.filter(meeting=m).update(organisation_name="x"),
     "entry_del": lambda: (Approval.objects.all().delete(), RegisterText.objects.filter(entry__seq=1).delete(), RegisterEntry.objects.filter(seq=1).delete()),
     "text_del": lambda: RegisterText.objects.filter(entry__seq=1).delete(),
     "item_add": lambda: make.item(m, "added"), "cam": lambda: I.update(is_in_camera=False),
    }[what]()
    print("TAMPER", what, list(faults_in(m.board)))
    create_guards(connection)
