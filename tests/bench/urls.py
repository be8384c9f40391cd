"""The app's addresses and the floor: one query, a template of sixty lines, behind a session."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from boardapp.urls import handler400, handler403, handler404, handler500
from boardapp.urls import urlpatterns as app
from meetings.models import AgendaItem

LINES = 60
PAGE = (
    "<!doctype html><html lang=en><title>Floor</title><body><ol>{% for item in items %}"
    "<li id=item-{{ item.pk }}><strong>{{ item.position }}</strong> {{ item.title }} "
    "<span>{{ item.notes|slice:':60' }}</span> <em>{{ item.disposition }}</em></li>\n"
    "{% endfor %}</ol></body></html>"
)
template = engines["django"].from_string(PAGE)


def floor(request: HttpRequest) -> HttpResponse:
    items = AgendaItem.objects.order_by("pk")[:LINES]
    return HttpResponse(template.render({"items": items, "user": request.user}, request))


urlpatterns = [path("floor/", floor), *app]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
