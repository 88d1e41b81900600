"""What old code took out of 1.15's `cudnn_rnn_ops` though it was not public."""

from __future__ import annotations

from compat.contrib.cudnn_rnn import parameters

CUDNN_RNN_UNIDIRECTION = parameters.UNIDIRECTIONAL
CUDNN_RNN_BIDIRECTION = parameters.BIDIRECTIONAL
CUDNN_LSTM = parameters.LSTM
CUDNN_GRU = parameters.GRU
CUDNN_RNN_RELU = parameters.RELU
CUDNN_RNN_TANH = parameters.TANH

# Weights of a layer, and as many biases.
CUDNN_LSTM_PARAMS_PER_LAYER = 8
CUDNN_GRU_PARAMS_PER_LAYER = 6
CUDNN_RNN_TANH_PARAMS_PER_LAYER = 2
CUDNN_RNN_RELU_PARAMS_PER_LAYER = 2

CUDNN_INPUT_LINEAR_MODE = parameters.LINEAR
CUDNN_INPUT_SKIP_MODE = parameters.SKIP
CUDNN_INPUT_AUTO_MODE = parameters.AUTO
