"""What the graph beside a checkpoint (`.meta`) says of the layers, and its own run."""
