"""Cases for tf.contrib.cudnn_rnn: the cells that need no GPU."""

from tests.cases.contrib.rnn.over_time import UNITS, over_time, step
from tests.cases.registry import family

case = family(__name__)


@case
def lstm(tf):
    return step(tf, tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(UNITS))


@case
def lstm_time(tf):
    cells = [tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(n) for n in (UNITS, 3)]
    return over_time(tf, tf.contrib.rnn.MultiRNNCell(cells))


@case
def gru(tf):
    return step(tf, tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(UNITS))


@case
def gru_time(tf):
    cell = tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(
        UNITS, kernel_initializer=tf.random_uniform_initializer(-0.2, 0.3)
    )
    return over_time(tf, cell)
