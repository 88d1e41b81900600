"""What it costs loops of plain Python that legacy code could meet NumPy's values.

    python tests/plain_loops.py [ROUNDS]

runs each as Python compiles it and as `compat` does, in turns, and prints the ratio of
the medians of their times.
"""

import random
import statistics
import sys
import time

SOURCE = """
import random
import numpy as np


def sieve(n):
    flags = [True] * (n + 1)
    count = 0
    for i in range(2, n + 1):
        if flags[i]:
            count += 1
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return count
def fib(n):
    if n < 2: return n
    return fib(n-1) + fib(n-2)
def matmul(n):
    a = [[i + j for j in range(n)] for i in range(n)]
    b = [[i - j for j in range(n)] for i in range(n)]
    c = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c[3][4]
def words(text):
    counts = {}
    for w in text.split():
        counts[w] = counts.get(w, 0) + 1
    return sorted(counts.items(), key=lambda x: -x[1])[:3]
def collatz(limit):
    best = 0
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > best: best = steps
    return best
def bubble(data):
    data = list(data)
    for i in range(len(data)):
        for j in range(len(data) - 1 - i):
            if data[j] > data[j+1]:
                data[j], data[j+1] = data[j+1], data[j]
    return data[0]
class Counter(object):
    def __init__(self): self.n = 0
    def step(self, k):
        self.n += k
        return self.n
def objects(n):
    c = Counter()
    for i in range(n): c.step(i)
    return c.n
def primes(n):
    found = []
    for k in range(2, n):
        for p in found:
            if p * p > k:
                found.append(k); break
            if k % p == 0: break
        else: found.append(k)
    return len(found)
def lcs(a, b):
    t = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            if a[i-1] == b[j-1]: t[i][j] = t[i-1][j-1] + 1
            else: t[i][j] = max(t[i-1][j], t[i][j-1])
    return t[-1][-1]
def pi(n):
    inside = 0
    for _ in range(n):
        x, y = random.random(), random.random()
        if x * x + y * y < 1.0: inside += 1
    return 4.0 * inside / n
def total(xs):
    s = 0
    for x in xs: s += x
    return s




text = "the quick brown fox jumps over the lazy dog " * 4000
many = list(range(10000))
numbers = random.sample(range(60), 60)
CASES = {
    "a sieve": (sieve, 10000),
    "Fibonacci by recursion": (fib, 14),
    "a product of lists of lists": (matmul, 20),
    "words counted": (words, text[:40000]),
    "Collatz": (collatz, 200),
    "bubble sort of an argument": (bubble, numbers),
    "primes": (primes, 1000),
    "π by chance": (pi, 10000),
    "longest common subsequence": (lcs, text[:80], text[7:87]),
    "a counter in an object": (objects, 5000),
    "the sum of an argument, nothing else": (total, many),
}
"""
MODULE = """
total = 0
for i in range(10000):
    total += i * i % 7
"""


def main(rounds):
    from compat.era import code

    random.seed(0)
    spaces = []
    for compiled in (compile(SOURCE, "plain", "exec"), code.compiled(SOURCE, "then")):
        spaces.append({})
        exec(compiled, spaces[-1])
    loops = [compile(MODULE, "plain", "exec"), code.compiled(MODULE, "then")]
    runs = {
        name: [lambda one=space["CASES"][name]: one[0](*one[1:]) for space in spaces]
        for name in spaces[0]["CASES"]
    }
    runs["a loop at the top of a module"] = [lambda c=c: exec(c, {}) for c in loops]
    sums = [0.0, 0.0]
    for name, pair in runs.items():
        seconds = [[], []]
        for _ in range(rounds):
            for run, kept in zip(pair, seconds, strict=True):
                start = time.perf_counter()
                run()
                kept.append(time.perf_counter() - start)
        plain, then = map(statistics.median, seconds)
        sums = [sums[0] + plain, sums[1] + then]
        print(f"| {name} | {then / plain:.2f} |")
    print(f"| all of them, one after the other | {sums[1] / sums[0]:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 101)
