"""The secretary at an agenda: pages posted and read."""

from django.urls import reverse


class AgendaDesk:
    def __init__(self, client, meeting):
        self.client, self.meeting = client, meeting

    def post(self, name, /, *pk, **data):
        address = reverse(name, args=["harbour", self.meeting.key, *pk])
        return self.client.post(address, data, follow=True)

    def board_post(self, name, /, *pk, **data):
        return self.client.post(reverse(name, args=["harbour", *pk]), data, follow=True)

    def page(self):
        return self.client.get(reverse("agenda_edit", args=["harbour", self.meeting.key]))

    def minutes_page(self):
        return self.client.get(self.meeting.get_absolute_url()).content.decode()


def titles(meeting):
    return [item.title for item in meeting.items.order_by("position")]


def positions(meeting):
    return list(meeting.items.order_by("position").values_list("position", flat=True))
