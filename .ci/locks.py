"""Lock files: `check` compares them with pyproject.toml offline, `make` renews them."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": [], "dev": ["--group", "dev"]}


def inputs_of(lock: str) -> str:
    """What a lock file is made from, as one line to stand at its top."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    inputs = [
        project["project"]["requires-python"],
        *project["project"]["dependencies"],
    ]
    if lock == "dev":
        inputs += project["dependency-groups"]["dev"]
    digest = hashlib.sha256(json.dumps(sorted(inputs)).encode()).hexdigest()
    return f"# inputs sha256:{digest}"


def make(lock: str) -> None:
    compiled = subprocess.run(
        [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            *LOCKS[lock],
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-header",
            "--quiet",
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (ROOT / f"requirements/{lock}.txt").write_text(f"{inputs_of(lock)}\n{compiled}")


def check(lock: str) -> bool:
    first_line = (ROOT / f"requirements/{lock}.txt").read_text().split("\n", 1)[0]
    fresh = first_line == inputs_of(lock)
    if not fresh:
        sys.stderr.write(f"requirements/{lock}.txt is older than pyproject.toml: run make lock\n")
    return fresh


if __name__ == "__main__":
    if sys.argv[1:] == ["make"]:
        for name in LOCKS:
            make(name)
    else:
        sys.exit(sum(not check(name) for name in LOCKS))
