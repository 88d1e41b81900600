"""char_rnn and word_rnn: bad input, checkpoints, resuming, beams, several workers."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab12.labs.catalogue import DATA, PACKAGE
from lab12.runs import engines, fork

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FORMS = ("legacy", "modern")
SMALL = ["--units", "16", "--layers", "1", "--batch", "4", "--steps", "10"]


def shakespeare(characters: int) -> str:
    with bz2.open(DATA / "shakespeare.txt.bz2", "rt", encoding="ascii") as text:
        return text.read(characters)


def command(form: str, name: str, *argv: str) -> list[str]:
    script = [str(PACKAGE / form / f"{name}.py"), *argv]
    if form == "legacy":
        return [sys.executable, "-m", "compat", "run", "--warm", *script]
    return fork.command([sys.executable, *script])


def last_lines(stdout: str) -> str:
    """From the last report on: step, loss, held-out bits, sample."""
    return stdout[stdout.rindex("\nstep ") :]


# --- what one process can do: bad input, temperature 0, beams ---

TEXT = shakespeare(3000)
# name of a file in the test's folder: its bytes
FILES = {
    "text.txt": TEXT.encode(),
    "one_line.txt": TEXT.replace("\n", " ").encode(),  # no newline: a text all the same
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "zeros.txt": b"to be or not \0" * 300,
    "short.txt": b"to be or not to be",
    "same.txt": b"a" * 5000,
    "damaged.txt.gz": gzip.compress(TEXT.encode())[:500],
    "damaged.txt.bz2": bz2.compress(TEXT.encode())[:500],
    "korean.txt": ("나라의 말이 중국과 달라 " * 200).encode(),
    "three_words.txt": b"do re mi do mi re re do mi mi do do re " * 60,
}

CHARS, WORDS = "char_rnn", "word_rnn"

# lab, arguments ({} is the test's folder), what the line says
BAD = [
    (lab, arguments, words)
    for lab in (CHARS, WORDS)
    for arguments, words in (
        (["--text", "{}/missing.txt"], "missing.txt"),
        (["--text", "{}"], "expected a text"),
        (["--text", "{}/empty.txt"], "of two different"),
        (["--text", "{}/binary.txt"], "expected a text"),
        (["--text", "{}/zeros.txt"], "a binary file"),
        (["--text", "{}/short.txt"], "or more, or less --batch and --steps"),
        (["--text", "{}/same.txt"], "of two different"),
        (["--text", "{}/damaged.txt.gz"], "expected a text"),
        (["--text", "{}/text.txt", "--layers", "0"], "--layers of 1 or more"),
        (["--text", "{}/text.txt", "--temperature", "-1"], "--temperature of 0 or"),
        (["--text", "{}/text.txt", "--temperature", "nan"], "--temperature of 0 or"),
        (["--text", "{}/text.txt", *SMALL, "--prime", "zyx%"], "--prime with"),
        (["--text", "{}/text.txt", *SMALL, "--prime", ""], "--prime with"),
        (["--text", "{}/text.txt", "--resume"], "--checkpoint DIR with --resume"),
        (
            ["--text", "{}/text.txt", *SMALL, "--prime", "the", "--resume"]
            + ["--checkpoint", "{}/none"],
            "expected a checkpoint to resume from",
        ),
        (
            ["--text", "{}/text.txt", "--checkpoint", "{}/text.txt/folder"],
            "expected a text, and room for its numbers",
        ),
    )
]

UNTRAINED = [*SMALL, "--steps-total", "0", "--temperature", "0"]
NOTES = [*UNTRAINED, "--text", "{}/three_words.txt", "--prime", "do", "--length", "6"]
GOOD = {
    "one line": (CHARS, [*UNTRAINED, "--text", "{}/one_line.txt", "--prime", "the"]),
    "korean": (CHARS, [*UNTRAINED, "--text", "{}/korean.txt", "--prime", "말이"]),
    "korean words": (WORDS, [*UNTRAINED, "--text", "{}/korean.txt", "--prime", "말이"]),
    "one beam": (WORDS, [*NOTES, "--beam", "1"]),
    "all beams": (WORDS, [*NOTES, "--beam", "30"]),  # 3 words at 3 places: 27
    "drawn": (WORDS, [*NOTES, "--temperature", "1", "--top-k", "2"]),
}

PROGRAM = """
import contextlib, io, json, runpy, sys
form, cases = json.loads(sys.argv[1])
if form == "legacy":
    import compat
    import tensorflow as tf
    def run(script, argv):
        tf.compat.v1.reset_default_graph()
        compat.run_path(script, argv)
else:
    def run(script, argv):
        sys.argv = [script, *argv]
        runpy.run_path(script, run_name="__main__")
results = []
for script, argv in cases:
    out, said = io.StringIO(), io.StringIO()
    code = "ran"
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(out):
        try:
            run(script, argv)
        except SystemExit as stop:
            code = stop.code
    results.append([code, out.getvalue(), said.getvalue()])
print("RESULTS" + json.dumps(results))
"""


@pytest.fixture(scope="module", params=FORMS)
def answers(request, tmp_path_factory, forking):
    """Exit code, stdout and stderr of every case, for one of the two forms."""
    folder = tmp_path_factory.mktemp("texts")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    cases = [
        [
            str(PACKAGE / request.param / f"{lab}.py"),
            [argument.replace("{}", str(folder)) for argument in argv],
        ]
        for lab, argv in [*((lab, argv) for lab, argv, _ in BAD), *GOOD.values()]
    ]
    program = folder / "program.py"
    program.write_text(PROGRAM)
    given = [str(program), json.dumps([request.param, cases])]
    done = subprocess.run(
        fork.command([sys.executable, *given]),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=500,
        cwd=folder,
        env=forking,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.split("RESULTS")[1])


@pytest.mark.parametrize(
    "index", range(len(BAD)), ids=[f"{lab}{''.join(argv[:2])}" for lab, argv, _ in BAD]
)
def test_bad_input_one_line_and_exit_code_2(answers, index):
    lab, _, words = BAD[index]
    code, _, said = answers[index]
    lines = [line for line in said.splitlines() if line.startswith(lab)]
    assert code == 2 and len(lines) == 1, (code, said)
    assert lines[0].startswith(f"{lab}.py: expected ") and words in lines[0]
    assert len(lines[0]) < 400


def test_samples_and_beams(answers):
    """Temperature 0 is one beam; all beams find nothing less likely; any text goes."""
    found = dict(zip(GOOD, answers[len(BAD) :], strict=True))
    for name, (code, out, said) in found.items():
        assert code == 0 and "sample:\n" in out, (name, said)
    texts, chances = {}, {}
    for name in ("one beam", "all beams", "drawn"):
        out = found[name][1]
        sample, _, after = out.partition("sample:\n")[2].partition("\nthe likeliest")
        chances[name] = float(re.search(r"log probability (-[\d.]+)", after)[1])
        texts[name] = sample.split(), after.partition(":\n")[2].split()
    sample, likeliest = texts["one beam"]
    assert len(sample) == 7 and sample[:4] == likeliest
    assert chances["all beams"] >= chances["one beam"]
    assert texts["drawn"][0] != sample and "<unk>" not in texts["drawn"][0]
    assert "27 beams" in found["all beams"][1]
    assert "말이" in found["korean"][1] and "말이" in found["korean words"][1]


# --- killed, resumed, a full disk ---


def full_disk() -> None:
    """No file may grow over 60 kB: every checkpoint here is larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def run(
    line: list[str], environment: dict[str, str], **more: object
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        line,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
        env=environment,
        **more,  # type: ignore[call-overload]
    )


def newest(folder: Path) -> int:
    """The step of the newest checkpoint."""
    steps = [re.search(r"step-(\d{9})", path.name) for path in folder.glob("*step-*")]
    return max((int(found[1]) for found in steps if found), default=-1)


# the two labs have their training in common, text by text
@pytest.mark.parametrize("form, name", [("legacy", CHARS), ("modern", WORDS)])
def test_killed_and_resumed_as_if_never_stopped(tmp_path, forking, form, name):
    text, kept = tmp_path / "text.txt", tmp_path / "kept"
    text.write_text(shakespeare(12_000 if name == CHARS else 40_000))
    options = ["--text", str(text), "--layers", "2", "--units", "32", "--batch", "8"]
    options += ["--steps", "12", "--every", "3", "--prime", "all", "--length", "20"]
    options += ["--temperature", "0"]
    training = command(form, name, *options, "--checkpoint", str(kept))

    # killed in the middle, once there is a checkpoint
    process = subprocess.Popen(
        [*training, "--steps-total", "1000000"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=forking,
    )
    deadline = time.monotonic() + 240
    while newest(kept) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    said = process.communicate()[1].decode()
    assert process.returncode == -signal.SIGKILL, said
    step = newest(kept)
    assert step >= 3
    total = str(step + 120)  # into the next epoch

    # the disk is full: said so, and the last good checkpoint stays
    few = ["--resume", "--steps-total", str(step + 2)]
    done = run([*training, *few], forking, preexec_fn=full_disk)
    assert done.returncode == 1, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith(name)]
    assert len(lines) == 1 and f"step {step + 2} is not kept: " in lines[0]
    assert newest(kept) == step

    # another text, another vocabulary
    other = tmp_path / "other.txt"
    other.write_text(shakespeare(12_000 if name == CHARS else 40_000).swapcase() + "%é")
    swapped = [str(other) if one == str(text) else one for one in training]
    prime = "A" if name == CHARS else "all"
    done = run([*swapped, *few, "--prime", prime], forking)
    assert done.returncode == 2
    assert "expected the checkpoint's " in done.stderr.splitlines()[-1]

    resumed = run([*training, "--resume", "--steps-total", total], forking)
    assert resumed.returncode == 0, resumed.stderr
    never = run(command(form, name, *options, "--steps-total", total), forking)
    assert never.returncode == 0, never.stderr
    assert f"\nstep {total}: loss " in never.stdout
    assert last_lines(resumed.stdout) == last_lines(never.stdout)


# --- several workers, several devices ---


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def workers(options: list[str], environment: dict[str, str]) -> list[str]:
    """What two workers on 127.0.0.1 print."""
    places = [f"127.0.0.1:{port}" for port in free_ports(2)]
    running = []
    for index in range(2):
        task = {"type": "worker", "index": index}
        config = json.dumps({"cluster": {"worker": places}, "task": task})
        running.append(
            subprocess.Popen(
                [*options, "--distribute", "multiworker"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**environment, "TF_CONFIG": config},
            )
        )
    try:
        said = [one.communicate(timeout=300) for one in running]
    finally:
        for one in running:
            one.kill()
    assert [one.returncode for one in running] == [0, 0], said[0][1] + said[1][1]
    return [stdout for stdout, _ in said]


DEVICES = """
import runpy, sys
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(
    cpu, [tf.config.LogicalDeviceConfiguration()] * 2
)
mirrored = tf.distribute.MirroredStrategy
tf.distribute.MirroredStrategy = lambda: mirrored(["CPU:0", "CPU:1"])
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

# a process of its own: two strategies in one would take each other's sums
CLIPPED = (
    DEVICES.partition("sys.argv = ")[0]
    + """
import argparse
import keras
from lab12.modern import rnn_distributed, rnn_training

several = rnn_distributed.Several(argparse.Namespace(distribute="mirrored"))
options = {"epsilon": 1.0, "global_clipnorm": 5}
with several.scope():
    joint = keras.Variable([1.0, 1.0])
    adam = several.Adam(0.1, **options)
    adam.build([joint])

@tf.function
def step():
    replica = tf.distribute.get_replica_context().replica_id_in_sync_group
    adam.apply([tf.gather([[1.0, 9.0], [11.0, -4.0]], replica)], [joint])

several.strategy.run(step)
alone = keras.Variable([1.0, 1.0])
rnn_training.Adam(0.1, **options).apply([tf.constant([12.0, 5.0])], [alone])
print("apart", float(abs(joint.numpy() - alone.numpy()).max()))
print("stepped", float(abs(1 - alone.numpy()).max()))
"""
)


def test_the_gradient_of_two_devices_is_added_up_before_it_is_clipped(forking):
    done = run([sys.executable, "-c", CLIPPED], {**forking, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    apart, stepped = re.findall(r"(?:apart|stepped) (\S+)", done.stdout)
    assert float(apart) < 1e-6 < 1e-3 < float(stepped)


def figures(stdout: str) -> list[float]:
    """Loss and held-out bits of the last report."""
    found = re.findall(r"loss ([\d.]+), held out: ([\d.]+)", stdout)
    return [float(one) for one in found[-1]]


def test_two_workers_and_two_devices_are_one_with_the_joint_batch(tmp_path, forking):
    name = CHARS
    text = tmp_path / "text.txt"
    text.write_text(shakespeare(60_000))
    options = ["--text", str(text), *SMALL, "--every", "2", "--length", "5"]
    options += ["--prime", "the"]
    few = ["--steps-total", "8"]
    alone = run(command("modern", name, *options, *few), forking)
    assert alone.returncode == 0, alone.stderr
    program = tmp_path / "devices.py"
    program.write_text(DEVICES)
    script = [str(program), str(PACKAGE / "modern" / f"{name}.py"), *options, *few]
    mirrored = fork.command([sys.executable, *script, "--distribute", "mirrored"])
    devices = run(mirrored, forking)
    assert devices.returncode == 0, devices.stderr

    # the workers stop after 4 steps and go on from their checkpoints
    kept = command("modern", name, *options, "--checkpoint", str(tmp_path / "kept"))
    both = workers([*kept, "--steps-total", "4"], forking)
    assert both[0] == both[1]
    # one of them was a checkpoint further: it goes back to the other's
    (tmp_path / "kept" / "worker-1-step-000000004.npz").unlink()
    both = workers([*kept, *few, "--resume"], forking)
    assert both[0] == both[1] and "\nstep 2: " in both[0]
    # float32 means of halves: another order of the same sums
    assert figures(both[0]) == pytest.approx(figures(alone.stdout), rel=2e-6)
    assert figures(devices.stdout) == pytest.approx(figures(alone.stdout), rel=2e-6)


# --- a large text ---

LARGE = 300_000_000


@pytest.mark.skipif(
    not os.environ.get("LAB12_LARGE"), reason="300 MB: minutes; set LAB12_LARGE=1"
)
@pytest.mark.parametrize("form", FORMS)
def test_a_text_of_300_megabytes_is_not_held_in_memory(tmp_path, form):
    """Peak memory beside that of the same run on a small text; each starts cold."""
    environment = {**engines.environment(), "PYTHONPATH": str(ROOT)}
    start = ["-m", "compat", "run"] if form == "legacy" else []
    line = [sys.executable, *start, str(PACKAGE / form / f"{CHARS}.py")]
    peaks = []
    text = tmp_path / "text.txt"
    part = shakespeare(1_000_000)
    for size in (1_000_000, LARGE):
        with open(text, "w") as out:
            for _ in range(size // len(part)):
                out.write(part)
        options = ["--text", str(text), *SMALL, "--steps-total", "20"]
        program = [
            "/usr/bin/env",
            sys.executable,
            "-c",
            "import resource, subprocess, sys\n"
            "code = subprocess.call(sys.argv[1:])\n"
            "print('PEAK', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
            "sys.exit(code)",
        ]
        done = run([*program, *line, *options], environment)
        assert done.returncode == 0, done.stderr
        peaks.append(int(re.search(r"PEAK (\d+)", done.stdout)[1]) / 1000)
    print(f"{form}: {peaks[0]:.0f} MB, {peaks[1]:.0f} MB")
    # pages of the file that the run touched may stay in memory; the text does not
    assert peaks[1] < peaks[0] + LARGE / 1e6 / 3
