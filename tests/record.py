"""Renew what TensorFlow 1.15.5 said to the cases: the goldens beside their files.

    python -m tests.record NAME…

A name is that of a file of cases (`contrib.rnn.cells`), of a folder (`contrib.rnn`), or
of one case (`contrib.rnn.cells.nas`: the others in its golden stay as they are). Needs
the real TensorFlow 1.15.5: `make oracle`, or its python in LAB12_TF115.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cases import asking, goldens, registry

HOW = "python -m tests.record"


def chosen(names: list[str]) -> dict[str, list[str]]:
    """The files that names stand for, and the single cases asked for of each.

    Raises:
        LookupError: With a name that is none.
    """
    found: dict[str, list[str]] = {}
    for name in names:
        of_name = [
            one for one in registry.families() if (one + ".").startswith(name + ".")
        ]
        found.update((one, []) for one in of_name)
        family = name.rpartition(".")[0]
        if not of_name and family in registry.families():
            found.setdefault(family, []).append(name)
        elif not of_name:
            raise LookupError(f"expected a file, a folder or a case, received {name}")
    return found


def record(worker: asking.Worker, family: str, cases: list[str]) -> int:
    """Record a family, or some of its cases; the number of cases that were run."""
    path, kept = Path(goldens.path_of(family)), {}
    registered = worker.cases([family])
    if cases and path.exists():
        kept = {
            key: value
            for key, value in goldens.load(path)[0].items()
            if key.partition("|")[0] not in cases
        }
    asked = cases or registered
    for case in asked:
        seen, _ = worker.run(case)
        if "error" in seen:
            print(f"{case} raises {seen['error'][0]}")
        kept.update((f"{case}|{key}", value) for key, value in seen.items())
    about = {**worker.about, "how": f"{HOW} {family}"}
    goldens.save(path, kept, about)
    return len(asked)


def main(argv: list[str]) -> int:
    """Record; 0 done, 2 wrong use or no TensorFlow 1.15.5."""
    worker = asking.oracle()
    if worker is None:
        print(
            "no TensorFlow 1.15.5: `make oracle`, or set LAB12_TF115", file=sys.stderr
        )
        return 2
    try:
        families = chosen(argv)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    if not families:
        print("name what to record:\n  " + "\n  ".join(registry.families()))
        return 2
    try:
        for family, cases in families.items():
            count = record(worker, family, cases)
            size = Path(goldens.path_of(family)).stat().st_size
            print(f"{family}: {count} cases, {size} bytes", flush=True)
    finally:
        worker.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
