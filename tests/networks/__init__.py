"""Networks over time that are drawn from a table, built both ways and compared.

- `factors`: the table, what cannot go together, and a set that covers all pairs;
- `build`: a network of the table, as TensorFlow 1.x scripts write it: runs on 1.15.5
  and under the facade;
- `compare`: what is compared, and how closely;
- `python -m tests.networks`: many networks, fast against plain, or against 1.15.5.
"""
