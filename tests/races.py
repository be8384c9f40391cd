"""Several acts at the same moment, each on a connection of its own."""

import threading

from django.db import connection


def together(*acts):
    """Runs the acts at the same time, each on a connection of its own; what each answered."""
    answers: dict[int, object] = {}
    gate = threading.Barrier(len(acts))

    def run(number, act):
        gate.wait()
        try:
            answers[number] = act()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]
