"""What must hold of rnn_14, char_rnn and word_rnn, whatever engine ran them."""

from __future__ import annotations

import re

from lab12.labs.rules import Finding, Rule
from lab12.record.trace import Trace

CELLS = ("vanilla", "LSTM", "GRU")


def held_out(below: float, unit: str) -> Rule:
    """Bits of the held-out text fall with training, and end under `below`.

    Args:
        below: Bits a character or a word at the end.
        unit: `character` or `word`.
    """

    def rule(trace: Trace) -> Finding:
        pattern = rf"held out: ([\d.]+) bits per {unit}, perplexity ([\d.]+)"
        found = re.findall(pattern, trace.stdout)
        bits = [float(one) for one, _ in found]
        name = f"held-out bits per {unit}"
        if len(bits) < 2:
            said = f"expected figures before and after training, received {len(bits)}"
            return Finding(name, False, said)
        ok = bits[-1] < bits[0] and bits[-1] < below
        said = f"{bits[0]:.2f} to {bits[-1]:.3f}, perplexity {found[-1][1]}"
        if not ok:
            said = f"expected to fall under {below}, received {said}"
        return Finding(name, ok, said, bits[-1])

    return rule


def sample(prime: str, length: int) -> Rule:
    """A sample was written: the priming text and so many characters more."""

    def rule(trace: Trace) -> Finding:
        text = trace.stdout.partition("sample:\n")[2][:-1]
        ok = text.startswith(prime) and len(text) == len(prime) + length
        said = f"begins {text[:20]!r}, {len(text)} characters"
        if not ok:
            said += f", expected {prime!r} and {length} characters"
        return Finding("sample", ok, said)

    return rule


def beam(prime: str, width: int) -> Rule:
    """A beam search of `width` ended, and went on from the priming words."""

    def rule(trace: Trace) -> Finding:
        found = re.search(
            r"the likeliest of (\d+) beams, log probability (-?[\d.]+):\n(.*)",
            trace.stdout,
        )
        if found is None:
            return Finding("beam search", False, "expected its result, found none")
        ok = int(found[1]) == width and found[3].startswith(prime)
        said = f"log probability {found[2]} of {found[1]} beams: {found[3][:30]!r}"
        return Finding("beam search", ok, said)

    return rule


def equations(outputs: float, gradients: float, differences: float) -> Rule:
    """NumPy's cells and gradients agree with the framework and finite differences.

    Args:
        outputs: At most so far from the framework's outputs, float32.
        gradients: At most so far from the framework's gradients, float32.
        differences: At most so far from finite differences, float64.
    """
    most = (outputs, gradients, differences)

    def rule(trace: Trace) -> Finding:
        pattern = r"^(\w+) +outputs.*?: (\S+)  gradients: (\S+)  by hand.*: (\S+)$"
        found = re.findall(pattern, trace.stdout, re.MULTILINE)
        worst = [
            max(map(float, column)) for column in list(zip(*found, strict=True))[1:]
        ]
        if tuple(row[0] for row in found) != CELLS:
            return Finding("equations", False, f"expected figures of {CELLS}")
        ok = all(one <= limit for one, limit in zip(worst, most, strict=True))
        said = "outputs {:.1e}, gradients {:.1e}, finite differences {:.1e}"
        said = said.format(*worst)
        if not ok:
            said += ", expected at most {:g}, {:g}, {:g}".format(*most)
        return Finding("equations", ok, said)

    return rule


Norms = dict[str, list[tuple[int, float, float]]]


def norms(trace: Trace) -> Norms:
    """Each cell's gradient norms: steps back, untrained, trained."""
    table: Norms = {cell: [] for cell in CELLS}
    for line in trace.stdout.splitlines():
        found = re.findall(r"(\w+) (\d\.\de[-+]\d+) (\d\.\de[-+]\d+)", line)
        if [cell for cell, _, _ in found] == list(CELLS):
            back = int(line.split()[0])
            for cell, before, after in found:
                table[cell].append((back, float(before), float(after)))
    return table


def vanishes(at_most: float, at_least: float) -> Rule:
    """Untrained, every cell's gradient vanishes; trained, only gates keep it.

    A vanilla RNN that did not learn the task may have any gradient at the end: its
    figure is shown and not asked for.

    Args:
        at_most: What is left over all steps before the training, at most.
        at_least: What is left of the LSTM's and the GRU's after it, at least.
    """

    def rule(trace: Trace) -> Finding:
        table = norms(trace)
        if not all(table.values()):
            return Finding("gradient", False, "expected a table of norms, found none")
        said, left = f"left after {table['GRU'][-1][0]} steps back:", {}
        for column, when in ((1, "untrained"), (2, "trained")):
            shares = {
                c: rows[-1][column] / rows[0][column] for c, rows in table.items()
            }
            left[when] = shares
            shown = ", ".join(f"{cell} {share:.0e}" for cell, share in shares.items())
            said += f" {when} {shown};"
        trained = left["trained"]
        ok = max(left["untrained"].values()) <= at_most
        ok = ok and min(trained["LSTM"], trained["GRU"]) >= at_least
        said = said.rstrip(";")
        if not ok:
            said += f", expected at most {at_most:g} untrained and, of LSTM and GRU, "
            said += f"at least {at_least:g} trained"
        return Finding("gradient", ok, said)

    return rule


def remembers(at_most: float, at_least: float) -> Rule:
    """The LSTM and the GRU keep the marked numbers; the vanilla RNN does not.

    Args:
        at_most: The LSTM's and the GRU's error as a share of the variance, at most.
        at_least: The vanilla RNN's, at least.
    """

    def rule(trace: Trace) -> Finding:
        test = trace.stdout.partition("\ntest: ")[2]
        found = dict(re.findall(r"^(\w+) +([\d.]+)$", test, re.MULTILINE))
        if tuple(found) != CELLS:
            return Finding("memory", False, f"expected errors of {CELLS}")
        error = {cell: float(found[cell]) for cell in CELLS}
        ok = max(error["LSTM"], error["GRU"]) <= at_most
        ok = ok and error["vanilla"] >= at_least
        said = "error: " + ", ".join(f"{cell} {error[cell]:.3f}" for cell in CELLS)
        if not ok:
            said += f", expected at most {at_most} of LSTM and GRU"
            said += f" and at least {at_least} of vanilla"
        return Finding("memory", ok, said, error["vanilla"])

    return rule
