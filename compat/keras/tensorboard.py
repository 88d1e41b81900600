"""keras.callbacks.TensorBoard: event files, written without the package tensorboard."""

from __future__ import annotations

import functools
from typing import Any

import keras
import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


class TensorBoard(keras.callbacks.Callback):
    """The logs of a training, and histograms of the weights, as event files.

    No graph and no histograms of a layer's outputs are written: Keras 3 has no graph.

    Args:
        log_dir: The folder of the event files.
        histogram_freq: Epochs from one histogram of the weights to the next, or 0.
        update_freq: `epoch`, `batch`, or so many samples.
    """

    flavour = "keras"

    def __init__(
        self,
        log_dir: str = "./logs",
        histogram_freq: int = 0,
        batch_size: Any = None,
        write_graph: bool = True,
        write_grads: bool = False,
        write_images: bool = False,
        embeddings_freq: int = 0,
        embeddings_layer_names: Any = None,
        embeddings_metadata: Any = None,
        embeddings_data: Any = None,
        update_freq: Any = "epoch",
        profile_batch: Any = 2,
    ) -> None:
        super().__init__()
        self.log_dir, self.histogram_freq = log_dir, histogram_freq
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self._samples = self._written = self._batches = 0

    def on_train_begin(self, logs: Any = None) -> None:
        with tf.Graph().as_default():  # TensorFlow 1.x's writer wants one
            self.writer = v1.summary.FileWriter(self.log_dir)

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        if self.update_freq == "epoch":
            return
        logs = logs or {}
        self._samples += logs.get("size", 0)
        self._batches += 1
        if self._samples - self._written >= self.update_freq:
            ours = self.flavour == "keras"
            step = self._samples if ours else self._batches - 1
            self._write(logs, "" if ours else "batch_", step)
            self._written = self._samples

    on_train_batch_end = on_batch_end

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            for weight in self.model.weights:
                tag = weight.name.replace(":", "_")
                values = np.asarray(weight)
                self._add(v1.Summary.Value(tag=tag, histo=_histogram(values)), epoch)
        step = epoch if self.update_freq == "epoch" else self._samples
        self._write(logs or {}, "" if self.flavour == "keras" else "epoch_", step)

    def on_train_end(self, logs: Any = None) -> None:
        self.writer.close()

    def _write(self, logs: Any, prefix: str, step: int) -> None:
        for name, value in logs.items():
            if name not in {"batch", "size"}:
                number = float(np.asarray(value))
                self._add(
                    v1.Summary.Value(tag=prefix + name, simple_value=number), step
                )
        self.writer.flush()

    def _add(self, value: Any, step: int) -> None:
        self.writer.add_summary(v1.Summary(value=[value]), step)


def _histogram(values: Any) -> Any:
    """TensorFlow's message of a histogram, with thirty equal buckets."""
    flat = values.astype("float64").ravel()
    counts, edges = np.histogram(flat, bins=30)
    return v1.HistogramProto(
        min=flat.min(),
        max=flat.max(),
        num=flat.size,
        sum=flat.sum(),
        sum_squares=np.square(flat).sum(),
        bucket_limit=edges[1:],
        bucket=counts,
    )


@functools.cache
def of(flavour: str) -> Any:
    """The callback, as a flavour of Keras had it."""
    space = {"flavour": flavour, "__module__": __name__, "__doc__": TensorBoard.__doc__}
    return type("TensorBoard", (TensorBoard,), space)
