"""Networks over time that are drawn from a table, built both ways and compared.

- `factors`: the table, and what cannot go together; `covering`: networks that have all
  pairs between them;
- `given`, `build`: a network of the table, as TensorFlow 1.x scripts write it, and
  `record`: what can be seen of it; they run on 1.15.5 and under the facade;
- `compare`: what is compared, and how closely;
- `python -m tests.networks`: many networks, fast against plain, or against 1.15.5.
"""
