"""What Python 3.6 and 3.7 had and a later one has not: compat/era/gone.json.

    python -m tests.record stdlib python3.6 python3.7 -- python3.10 … python3.13

`tests/describe_stdlib.py` runs in each; of each name the first version without it is
kept. And tests/goldens/stdlib.json: what the first of them gives for
`tests/stdlib_cases.py`.
"""

import json
import os
import subprocess

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def described(python):
    """The standard library of a Python, as `describe_stdlib` has it."""
    script = os.path.join(HERE, "describe_stdlib.py")
    done = subprocess.run(
        [python, script],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        check=True,
        # or setuptools, where it is there, puts its own in the place of distutils
        env=dict(os.environ, SETUPTOOLS_USE_DISTUTILS="stdlib"),
    )
    return json.loads(done.stdout.decode())


def gone(old, new):
    """What one has and another has not: modules, names, methods, arguments."""
    found = {"modules": [], "names": [], "methods": [], "arguments": []}
    for module, names in old["modules"].items():
        if module not in new["modules"]:
            found["modules"].append(module)
            continue
        for name, was in names.items():
            now = new["modules"][module].get(name)
            path = f"{module}.{name}"
            if now is None:
                found["names"].append(path)
                continue
            found["arguments"] += _fewer(path, was["arguments"], now["arguments"])
            for method, arguments in was.get("methods", {}).items():
                if method not in now.get("methods", {method: None}):
                    found["methods"].append(f"{path}.{method}")
                elif "methods" in now:
                    later = now["methods"][method]
                    found["arguments"] += _fewer(f"{path}.{method}", arguments, later)
    return found


def _fewer(path, was, now):
    if was is None or now is None:
        return []
    return [f"{path}({one}=)" for one in was if one not in now and one != "self"]


def main(argv):
    place = argv.index("--")
    olds = [described(python) for python in argv[:place]]
    result = {}
    for python in argv[place + 1 :]:
        new = described(python)
        version = ".".join(new["python"].split(".")[:2])
        for old in olds:
            for what, names in gone(old, new).items():
                for name in names:
                    result.setdefault(what, {}).setdefault(name, version)
    _write(os.path.join(HERE, "..", "compat", "era", "gone.json"), result)
    cases = os.path.join(HERE, "stdlib_cases.py")
    _write(
        os.path.join(HERE, "goldens", "stdlib.json"),
        json.loads(subprocess.check_output([argv[0], cases]).decode()),
    )
    return 0


def _write(path, value):
    with open(path, "w") as stream:
        json.dump(value, stream, indent=1, sort_keys=True)
        stream.write("\n")
