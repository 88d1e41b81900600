"""`tf.contrib.rnn`."""

from compat.contrib.rnn.attention import (
    AttentionCellWrapper,
)
from compat.contrib.rnn.block import (
    LSTMBlockCell,
    LSTMBlockFusedCell,
    LSTMBlockWrapper,
)
from compat.contrib.rnn.block_gru import GRUBlockCell, GRUBlockCellV2
from compat.contrib.rnn.convolutional import (
    Conv1DLSTMCell,
    Conv2DLSTMCell,
    Conv3DLSTMCell,
    ConvLSTMCell,
)
from compat.contrib.rnn.coupled import (
    CoupledInputForgetGateLSTMCell,
)
from compat.contrib.rnn.fused import (
    FusedRNNCell,
    FusedRNNCellAdaptor,
    TimeReversedFusedRNN,
)
from compat.contrib.rnn.gated import (
    IntersectionRNNCell,
    SRUCell,
    UGRNNCell,
)
from compat.contrib.rnn.grid import (
    GridLSTMCell,
)
from compat.contrib.rnn.grid_both import (
    BidirectionalGridLSTMCell,
)
from compat.contrib.rnn.groups import (
    GLSTMCell,
)
from compat.contrib.rnn.independent import (
    IndRNNCell,
    IndyGRUCell,
    IndyLSTMCell,
)
from compat.contrib.rnn.layer_norm import (
    LayerNormBasicLSTMCell,
)
from compat.contrib.rnn.nas import (
    NASCell,
)
from compat.contrib.rnn.over_time import (
    best_effort_input_batch_size,
    stack_bidirectional_dynamic_rnn,
    stack_bidirectional_rnn,
    static_bidirectional_rnn,
    static_state_saving_rnn,
    transpose_batch_time,
)
from compat.contrib.rnn.phased import (
    PhasedLSTMCell,
)
from compat.contrib.rnn.time_frequency import (
    TimeFreqLSTMCell,
)
from compat.contrib.rnn.wrappers import (
    CompiledWrapper,
    EmbeddingWrapper,
    HighwayWrapper,
    InputProjectionWrapper,
    OutputProjectionWrapper,
)
from compat.nn.recurrent import static_rnn
from compat.nn.rnn_cell import (
    BasicLSTMCell,
    BasicRNNCell,
    DeviceWrapper,
    DropoutWrapper,
    GRUCell,
    LSTMCell,
    LSTMStateTuple,
    MultiRNNCell,
    ResidualWrapper,
    RNNCell,
)
from compat.nn.rnn_cell.base import LayerRNNCell

__all__ = [
    "AttentionCellWrapper",
    "BasicLSTMCell",
    "BasicRNNCell",
    "BidirectionalGridLSTMCell",
    "CompiledWrapper",
    "Conv1DLSTMCell",
    "Conv2DLSTMCell",
    "Conv3DLSTMCell",
    "ConvLSTMCell",
    "CoupledInputForgetGateLSTMCell",
    "DeviceWrapper",
    "DropoutWrapper",
    "EmbeddingWrapper",
    "FusedRNNCell",
    "FusedRNNCellAdaptor",
    "GLSTMCell",
    "GRUBlockCell",
    "GRUBlockCellV2",
    "GRUCell",
    "GridLSTMCell",
    "HighwayWrapper",
    "IndRNNCell",
    "IndyGRUCell",
    "IndyLSTMCell",
    "InputProjectionWrapper",
    "IntersectionRNNCell",
    "LSTMBlockCell",
    "LSTMBlockFusedCell",
    "LSTMBlockWrapper",
    "LSTMCell",
    "LSTMStateTuple",
    "LayerNormBasicLSTMCell",
    "LayerRNNCell",
    "MultiRNNCell",
    "NASCell",
    "OutputProjectionWrapper",
    "PhasedLSTMCell",
    "RNNCell",
    "ResidualWrapper",
    "SRUCell",
    "TimeFreqLSTMCell",
    "TimeReversedFusedRNN",
    "UGRNNCell",
    "best_effort_input_batch_size",
    "stack_bidirectional_dynamic_rnn",
    "stack_bidirectional_rnn",
    "static_bidirectional_rnn",
    "static_rnn",
    "static_state_saving_rnn",
    "transpose_batch_time",
]
