"""Where the modules of Keras 2 are: old paths, and the public ones they stand for."""

from __future__ import annotations

# Public module → module of compat.keras with its names.
OWN = {
    "activations": "activations",
    "backend": "backend",
    "callbacks": "callbacks",
    "constraints": "constraints",
    "initializers": "initializers",
    "layers": "layers",
    "losses": "losses",
    "metrics": "metrics",
    "models": "models",
    "optimizers": "optimizers",
    "regularizers": "regularizers",
    "utils": "utils",
    "wrappers.scikit_learn": "scikit",
}
_LAYERS = (
    "advanced_activations convolutional convolutional_recurrent core cudnn_recurrent "
    "embeddings local merge noise normalization pooling recurrent wrappers"
).split()
_UTILS = (
    "conv_utils data_utils generic_utils io_utils layer_utils losses_utils "
    "metrics_utils multi_gpu_utils np_utils vis_utils"
).split()
_ENGINE = (
    "base_layer input_layer input_spec network saving sequential topology training"
).split()

# Old path → the public modules whose names it had, in this order.
_SPACES: dict[str, tuple[str, ...]] = {
    "": ("", "models", "layers"),
    "engine": ("layers", "models", "utils"),
    "legacy": (),
    "legacy.layers": ("layers",),
    "models": ("models", "layers"),
    "objectives": ("losses",),
    "backend.tensorflow_backend": ("backend",),
    "callbacks.callbacks": ("callbacks",),
    "preprocessing": ("preprocessing",),
    "wrappers": (),
    "datasets": ("datasets",),
    "applications": ("applications",),
}
_SPACES |= {f"layers.{name}": ("layers",) for name in _LAYERS}
_SPACES |= {f"utils.{name}": ("utils",) for name in _UTILS}
_SPACES |= {f"engine.{name}": ("layers", "models", "utils") for name in _ENGINE}
_PUBLIC = (
    "activations applications backend callbacks constraints datasets initializers "
    "layers losses metrics models optimizers preprocessing preprocessing.image "
    "preprocessing.sequence preprocessing.text regularizers utils wrappers "
    "wrappers.scikit_learn datasets.boston_housing datasets.cifar10 datasets.cifar100 "
    "datasets.fashion_mnist datasets.imdb datasets.mnist datasets.reuters"
).split()
_APPLICATIONS = (
    "densenet imagenet_utils inception_resnet_v2 inception_v3 mobilenet mobilenet_v2 "
    "nasnet resnet50 resnet_v2 vgg16 vgg19 xception"
).split()
_MODULES = {*_PUBLIC, *_SPACES, *(f"applications.{name}" for name in _APPLICATIONS)}


def modules_in(path: str) -> list[str]:
    """The modules of Keras 2 right below a path."""
    head = f"{path}." if path else ""
    inside = {one[len(head) :] for one in _MODULES if one.startswith(head)}
    return sorted({one for one in inside if one and "." not in one})


# In TensorFlow before 1.15, below `contrib.keras` and `python.keras`.
ASIDE = ("_impl", "api", "python")


def is_module(path: str) -> bool:
    """Whether Keras 2 had a module at a path below `keras`."""
    return path in _MODULES


def spaces(path: str) -> tuple[str, ...]:
    """The public modules whose names a module of Keras 2 had."""
    return _SPACES.get(path, (path,))
