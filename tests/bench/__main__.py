"""`make bench`: each goal with the figure measured in this run; exit 1 if one is missed."""

import os
import sys
import tempfile

NAMES = ("drafting", "minutes", "calendar", "home")


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        sys.exit(f"No benchmark of that name: {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
    with tempfile.TemporaryDirectory(prefix="boardapp-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "VAR_DIR": folder,
            "DEMO": "1",
            "LOG_LEVEL": "CRITICAL",
        }
        os.environ.pop("DATABASE_URL", None)
        return measure(names or list(NAMES))


def measure(names: list[str]) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import calendar, drafting, home, minutes

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    is_met = True
    for name, module in zip(NAMES, (drafting, minutes, calendar, home), strict=True):
        for goal in module.goals() if name in names else ():
            sys.stdout.write(f"{name}: {goal}\n")
            is_met = is_met and goal.is_met
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
