"""Cases for tf.contrib.cudnn_rnn: the cells that need no GPU."""

from rnn_time_cases import UNITS, over_time, step


def lstm(tf):
    return step(tf, tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(UNITS))


def lstm_time(tf):
    cells = [tf.contrib.cudnn_rnn.CudnnCompatibleLSTMCell(n) for n in (UNITS, 3)]
    return over_time(tf, tf.contrib.rnn.MultiRNNCell(cells))


def gru(tf):
    return step(tf, tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(UNITS))


def gru_time(tf):
    cell = tf.contrib.cudnn_rnn.CudnnCompatibleGRUCell(
        UNITS, kernel_initializer=tf.random_uniform_initializer(-0.2, 0.3)
    )
    return over_time(tf, cell)


CASES = [lstm, lstm_time, gru, gru_time]
