"""Cases: the goldens beside their files."""

from __future__ import annotations

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


def main(families: dict[str, list[str]]) -> int:
    """Record families, or some of their cases."""
    worker = asking.oracle()
    assert worker is not None
    try:
        for family, cases in families.items():
            count = record(worker, family, cases)
            size = Path(goldens.path_of(family)).stat().st_size
            print(f"{family}: {count} cases, {size} bytes", flush=True)
    finally:
        worker.close()
    return 0
