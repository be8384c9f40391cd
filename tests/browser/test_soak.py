"""Small samples of `make soak`: real servers that die, real browsers that lose the network."""

import subprocess
import sys

import pytest

SOAKS = [("drafting", 3, 5), ("notices", 4, 1), ("votes", 6, 6), ("register", 7, 5)]


@pytest.mark.parametrize(("name", "promises", "twins"), SOAKS)
def test_a_sample_of_a_soak_keeps_its_promises_and_its_twins_are_red(name, promises, twins):
    command = [sys.executable, "-m", "tests.soak", name, "sample"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" - kept") == promises
    assert done.stdout.count(" - red, as it must be") == twins
