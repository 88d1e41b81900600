"""What TensorFlow's own objects print, line by line: `goldens/printed.txt`."""

import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)
x = tf.placeholder(tf.float32, [None, 3], name="x")
w = tf.get_variable("w", [3, 2])
r = tf.get_variable("r", [3, 2], use_resource=True)
for thing in (x, w, r, x.op, x.shape, x.dtype, tf.Session().graph):
    print(type(thing), [isinstance(thing, c) for c in (tf.Variable, tf.Tensor)])
print(x.op)
print(w.op)
print(tf.get_default_graph().as_graph_def().node[0])

D = tf.data.Dataset
named = {"image": np.ones((4, 28, 28)), "label": np.ones(4, "int32")}
nested = (np.ones((4, 2), "float32"), (np.ones(4, "int32"), np.array(["a"] * 4)))
pairs = D.zip((D.range(3), D.range(4).map(lambda a: (a, a))))
for dataset in (
    D.range(3),
    D.from_tensor_slices(named),
    D.from_tensor_slices(nested).padded_batch(2, ([2], ([], []))),
    pairs.repeat().shuffle(3).prefetch(1),
):
    print(dataset, [dataset])

T = tf.train
numbers = [0.1, 1e-20, 3.0, 1 / 3, 123456789.0, float("nan"), float("inf")]
feature = {
    "b": T.Feature(int64_list=T.Int64List(value=[1, 2])),
    "a": T.Feature(bytes_list=T.BytesList(value=[b"x\xffy\n'\"", "한글".encode()])),
    "c": T.Feature(float_list=T.FloatList(value=numbers)),
}
example = T.Example(features=T.Features(feature=feature))
print(example, [example])
print(str(example.features.feature["b"]) + repr(example.features.feature["c"]))
print(tf.ConfigProto(device_count={"GPU": 1, "CPU": 2}, allow_soft_placement=True))
print(tf.Summary(value=[tf.Summary.Value(tag="loss", simple_value=0.125)]))
print([tf.GraphDef(), tf.GPUOptions(per_process_gpu_memory_fraction=0.3)])
