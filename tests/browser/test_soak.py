"""A small sample of `make soak`: real servers that die, real browsers that lose the network."""

import subprocess
import sys


def test_a_sample_of_the_drafting_soak_keeps_its_promises_and_its_twins_are_red():
    command = [sys.executable, "-m", "tests.soak", "drafting", "sample"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.count(" - kept") == 3
    assert done.stdout.count(" - red, as it must be") == 5
