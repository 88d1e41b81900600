"""`tf.contrib.slim.parallel_reader`."""

from compat.contrib.slim.parallel_reader.reading import (
    ParallelReader,
    get_data_files,
    parallel_read,
    single_pass_read,
)

__all__ = ["ParallelReader", "get_data_files", "parallel_read", "single_pass_read"]
