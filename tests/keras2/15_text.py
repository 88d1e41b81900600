# words to numbers
from keras.preprocessing.sequence import TimeseriesGenerator, pad_sequences
from keras.preprocessing.text import Tokenizer, text_to_word_sequence
from keras.utils.np_utils import to_categorical
import numpy as np

docs = [
    "Well done!",
    "Good work",
    "Great effort",
    "nice work",
    "Poor effort, not good.",
    "could have done better.",
]
t = Tokenizer(num_words=10, oov_token="?")
t.fit_on_texts(docs)
index = sorted(t.word_index.items())
words = [w for w, _ in index]
numbers = [n for _, n in index]
padded = pad_sequences(t.texts_to_sequences(docs), maxlen=4, padding="post")
cut = pad_sequences(
    [[1, 2, 3, 4, 5], [6]], maxlen=3, truncating="post", value=9, dtype="float32"
)
counts = t.texts_to_matrix(docs, mode="tfidf")
split = text_to_word_sequence("The cat, the dog; THE end.")
onehot = to_categorical([[1], [0], [3]])
kind = str(onehot.dtype)
data = np.arange(12.0).reshape(-1, 1)
gen = TimeseriesGenerator(data, data, length=3, batch_size=4)
gx, gy = gen[0]
