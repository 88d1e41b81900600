"""`tf.contrib.opt`."""

from compat.contrib.opt.adagrad import RegAdagradOptimizer
from compat.contrib.opt.adam import (
    AdaMaxOptimizer,
    LazyAdamOptimizer,
    NadamOptimizer,
)
from compat.contrib.opt.clipping import VariableClippingOptimizer
from compat.contrib.opt.external import (
    ExternalOptimizerInterface,
    ScipyOptimizerInterface,
)
from compat.contrib.opt.global_step import AdamGSOptimizer, LazyAdamGSOptimizer
from compat.contrib.opt.lars import LARSOptimizer
from compat.contrib.opt.moving import MovingAverageOptimizer
from compat.contrib.opt.multitask import (
    MultitaskOptimizerWrapper,
    clip_gradients_by_global_norm,
)
from compat.contrib.opt.signs import AddSignOptimizer, PowerSignOptimizer
from compat.contrib.opt.stale import DropStaleGradientOptimizer
from compat.contrib.opt.weight_decay import (
    AdamWOptimizer,
    DecoupledWeightDecayExtension,
    MomentumWOptimizer,
    extend_with_decoupled_weight_decay,
)

__all__ = [
    "AdaMaxOptimizer",
    "AdamGSOptimizer",
    "AdamWOptimizer",
    "AddSignOptimizer",
    "DecoupledWeightDecayExtension",
    "DropStaleGradientOptimizer",
    "ExternalOptimizerInterface",
    "LARSOptimizer",
    "LazyAdamGSOptimizer",
    "LazyAdamOptimizer",
    "MomentumWOptimizer",
    "MovingAverageOptimizer",
    "MultitaskOptimizerWrapper",
    "NadamOptimizer",
    "PowerSignOptimizer",
    "RegAdagradOptimizer",
    "ScipyOptimizerInterface",
    "VariableClippingOptimizer",
    "clip_gradients_by_global_norm",
    "extend_with_decoupled_weight_decay",
]
