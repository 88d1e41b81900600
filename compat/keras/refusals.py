"""Names of Keras 2 that are not provided, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# name → why it is refused. What to write. One row a name, or `module.name`.
REFUSED: dict[str, str] = {
    "backend.conv3d_transpose": "In Keras 3: `keras.ops.conv_transpose(…)`",
    "backend.ctc_batch_cost": "Keras 3 has another form: `keras.ops.ctc_loss(…)`",
    "backend.ctc_decode": "Keras 3 has another form: `keras.ops.ctc_decode(…)`",
    "backend.local_conv1d": "Keras 3 has no layer without shared weights",
    "backend.local_conv2d": "Keras 3 has no layer without shared weights",
    "backend.normalize_data_format": "it was for Keras's own layers",
    "backend.separable_conv1d": "In Keras 3: `keras.ops.separable_conv(…)`",
    "backend.learning_phase_scope": "call the layer with `training=True`",
    "callbacks.BaseLogger": "Keras 3 averages by itself. In Keras 3: nothing",
    "callbacks.ProgbarLogger": "In Keras 3: `fit(verbose=1)`",
    "constraints.RadialConstraint": "Keras 3 has none for kernels around a middle",
    "constraints.radial_constraint": "Keras 3 has none for kernels around a middle",
    "datasets.cifar10.load_batch": "it read one file of the data set: `load_data()`",
    "datasets.cifar100.load_batch": "it read one file of the data set: `load_data()`",
    "layers.AbstractRNNCell": "write a layer with `state_size`, `output_size`, `call`",
    "layers.AtrousConvolution1D": "In Keras 3: `Conv1D(…, dilation_rate=2)`",
    "layers.AtrousConvolution2D": "In Keras 3: `Conv2D(…, dilation_rate=2)`",
    "layers.ConvLSTM2DCell": "In Keras 3: `ConvLSTM2D(…)`",
    "layers.ConvRecurrent2D": "In Keras 3: `ConvLSTM2D(…)`",
    "layers.DenseFeatures": "In Keras 3: `keras.utils.FeatureSpace(…)`",
    "layers.Highway": "In Keras 3: two `Dense` layers and a gate",
    "layers.LocallyConnected1D": "Keras 3 has no layer without shared weights",
    "layers.LocallyConnected2D": "Keras 3 has no layer without shared weights",
    "layers.MaxoutDense": "In Keras 3: `Dense(n * units)`, `Reshape`, `ops.max`",
    "layers.Merge": "gone since Keras 2. In Keras 3: `concatenate([a, b])`, `add`, …",
    "layers.Recurrent": "In Keras 3: `RNN(cell)`",
    "layers.TimeDistributedDense": "gone since Keras 2: `TimeDistributed(Dense(n))`",
    "losses.LossFunctionWrapper": "give the function itself to `compile`",
    "losses.is_categorical_crossentropy": "it was for Keras's own use",
    "metrics.accuracy": "In Keras 3: `keras.metrics.Accuracy()`",
    "metrics.MeanRelativeError": "write a function of two tensors for `compile`",
    "metrics.MeanTensor": "In Keras 3: `keras.metrics.Mean()` of each number",
    "models.model_from_yaml": "Keras 3 has no YAML: `model_from_json`",
    "optimizers.clip_norm": "In Keras 3: `keras.optimizers.Adam(clipnorm=1.0)`",
    "optimizers.TFOptimizer": "give tf.train's optimizer to `compile`, or Keras's own",
    "preprocessing.image.DataFrameIterator": "Keras 3 reads no tables of file names",
    "utils.GeneratorEnqueuer": "In Keras 3: `keras.utils.PyDataset(workers=…)`",
    "utils.H5Dict": "In Keras 3: `h5py.File(path)`",
    "utils.HDF5Matrix": "In Keras 3: `h5py.File(path)[name][:]`",
    "utils.OrderedEnqueuer": "In Keras 3: `keras.utils.PyDataset(workers=…)`",
    "utils.SequenceEnqueuer": "In Keras 3: `keras.utils.PyDataset(workers=…)`",
    "utils.convert_all_kernels_in_model": "it was for Theano's kernels",
    "utils.multi_gpu_model": (
        "one process a machine trains on all its devices by tf.distribute. In Keras 3: "
        "`with tf.distribute.MirroredStrategy().scope():` around the model"
    ),
}


def of(name: str, spaces: Iterable[str]) -> str:
    """Why a known name is refused and what to write, or `""`."""
    for space in spaces:
        reason = REFUSED.get(f"{space}.{name}" if space else name)
        if reason:
            return f"is known (Keras 2.3.1) but refused: {reason}."
    return ""


def unknown(name: str, near: Iterable[str]) -> str:
    """What to say of a name that is not there."""
    last = name.rpartition(".")[2]
    meant = difflib.get_close_matches(last, list(near), n=2, cutoff=0.7)
    ask = f"; did you mean {' or '.join(meant)}?" if meant else "."
    return f"{name} is not in Keras 2.3.1, or not provided by compat{ask}"
