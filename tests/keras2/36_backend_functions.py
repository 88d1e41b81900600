# functions of the backend, activations, losses, metrics, initializers, constraints
import keras.backend as K
import numpy as np
from keras import activations, constraints, initializers, losses, metrics

draw = np.random.RandomState(36)
a, b = draw.randn(2, 3), draw.rand(2, 3) + 0.1
cube, image = draw.randn(2, 3, 4), draw.rand(1, 4, 4, 2)
x, y, z, m = K.constant(a), K.constant(b), K.constant(cube), K.constant(image)
found, told = [], []


def keep(*values):
    for value in values:
        value = value if isinstance(value, np.ndarray) else K.eval(value)
        value = np.asarray(value, "float64")
        found.extend([value.size] + value.ravel().tolist())


for name in ["abs", "exp", "square", "sign", "round", "sigmoid", "tanh", "softplus"]:
    keep(getattr(K, name)(x))
for name in ["softsign", "sin", "cos", "elu", "relu", "hard_sigmoid", "softmax"]:
    keep(getattr(K, name)(x))
for name in ["sum", "mean", "max", "min", "prod", "std", "var", "logsumexp", "any"]:
    value = getattr(K, name)
    keep(value(x), value(x, axis=-1)) if name != "any" else keep(K.any(x > 0, axis=0))
keep(K.sqrt(y), K.log(y), K.pow(y, 2.5), K.clip(x, -0.5, 0.5), K.all(x > 0, axis=1))
keep(
    K.cumsum(x, axis=0), K.cumprod(x, axis=1), K.argmax(x, axis=1), K.argmin(x, axis=0)
)
keep(K.maximum(x, y), K.minimum(x, y), K.equal(x, x), K.not_equal(x, y))
keep(K.greater(x, y), K.greater_equal(x, y), K.less(x, y), K.less_equal(x, y))
keep(K.dot(x, K.transpose(y)), K.batch_dot(z, K.permute_dimensions(z, (0, 2, 1))))
keep(K.batch_dot(x, y, axes=1), K.expand_dims(x, 1), K.squeeze(K.expand_dims(x, 0), 0))
keep(K.reshape(z, (6, 4)), K.flatten(x), K.batch_flatten(z), K.repeat(x, 2))
keep(K.repeat_elements(x, 2, axis=1), K.tile(x, (2, 1)), K.concatenate([x, y], axis=0))
keep(
    K.stack([x, y], axis=1),
    K.reverse(z, axes=1),
    K.gather(x, K.constant([1, 0], "int32")),
)
keep(K.one_hot(K.constant([0, 2], "int32"), 3), K.l2_normalize(x, axis=-1))
keep(K.ones_like(x), K.zeros_like(x), K.ones((2, 2)), K.zeros((2, 2)), K.eye(3))
keep(K.arange(5), K.arange(1, 7, 2), K.cast(x > 0, "float32"), K.identity(x), K.size(z))
keep(K.slice(x, [0, 1], [2, 2]), K.stop_gradient(x), K.temporal_padding(z, (1, 2)))
keep(K.spatial_2d_padding(m), K.resize_images(m, 2, 2, "channels_last"))
keep(
    K.bias_add(z, K.constant([1.0, 2.0, 3.0, 4.0])),
    K.in_top_k(x, K.constant([0, 2], "int32"), 1),
)
keep(
    K.conv1d(z, K.constant(draw.randn(2, 4, 3))),
    K.conv2d(m, K.constant(draw.randn(2, 2, 2, 3))),
)
keep(K.pool2d(m, (2, 2), pool_mode="avg"), K.switch(K.constant(1) > 0, x, y))
keep(K.map_fn(lambda row: row * 2, x), K.foldl(lambda one, two: one + two, x))
keep(
    K.foldr(lambda one, two: one - two, x),
    K.random_uniform_variable((2, 2), 0, 1, seed=3),
)
keep(
    K.random_normal_variable((2, 2), 0, 1, seed=3),
    K.random_binomial((2, 2), 1.0, seed=1),
)
keep(K.batch_normalization(x, K.mean(x, 0), K.var(x, 0), K.zeros((3,)), K.ones((3,))))
last, every, states = K.rnn(lambda i, s: (i + s[0], [i + s[0]]), z, [K.zeros((2, 4))])
keep(last, every, states[0])
told += [K.backend(), K.floatx(), K.image_data_format(), K.dtype(x), K.ndim(z)]
told += [
    K.int_shape(z),
    K.count_params(x),
    K.epsilon(),
    K.is_sparse(x),
    K.is_variable(x),
]
told += [K.cast_to_floatx(a).dtype, K.is_tensor(x)]
told = [str(one) for one in told]

for name in ["elu", "exponential", "hard_sigmoid", "linear", "relu", "selu", "sigmoid"]:
    keep(getattr(activations, name)(x))
for name in ["softmax", "softplus", "softsign", "tanh"]:
    keep(getattr(activations, name)(x), activations.get(name)(x))
for kind in [constraints.MaxNorm(0.5), constraints.NonNeg(), constraints.UnitNorm()]:
    keep(kind(x))
keep(
    constraints.MinMaxNorm(0.2, 0.4)(x),
    constraints.max_norm(1)(x),
    constraints.unit_norm()(x),
)
for name in ["Zeros", "Ones"]:
    keep(getattr(initializers, name)()((2, 3)))
keep(initializers.Constant(2)((2,)), initializers.Identity(2)((3, 3)))
for name in ["RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling"]:
    keep(getattr(initializers, name)(seed=4)((3, 4)))
for name in [
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
]:
    keep(getattr(initializers, name)(seed=4)((3, 4)))
keep(
    initializers.lecun_uniform(seed=4)((3, 4)),
    initializers.Orthogonal(seed=4)((30, 30)),
)

p = K.constant([[0.2, 0.7, 0.1], [0.5, 0.2, 0.3]])
t = K.constant([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
for name in [
    "mean_squared_error",
    "mean_absolute_error",
    "mse",
    "mae",
    "mape",
    "msle",
    "hinge",
]:
    keep(getattr(losses, name)(t, p))
for name in ["squared_hinge", "categorical_hinge", "logcosh", "huber_loss", "poisson"]:
    keep(getattr(losses, name)(t, p))
for name in [
    "categorical_crossentropy",
    "binary_crossentropy",
    "kullback_leibler_divergence",
]:
    keep(getattr(losses, name)(t, p))
keep(losses.cosine_proximity(t, p))
for name in ["binary_accuracy", "categorical_accuracy", "top_k_categorical_accuracy"]:
    keep(getattr(metrics, name)(t, p))
labels = K.constant([[1.0], [0.0]])
keep(metrics.sparse_categorical_accuracy(labels, p))
keep(losses.sparse_categorical_crossentropy(labels, p))
del last, every, states
