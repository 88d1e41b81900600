"""Cases for tf.contrib.lookup: tables from words to numbers and back."""

import os
import tempfile

from tests.cases.registry import family
from tests.cases.values import error

case = family(__name__)

WORDS = ["emerson", "lake", "palmer"]


def vocabulary(lines=WORDS):
    """Write a vocabulary file with a fresh name."""
    path = os.path.join(tempfile.mkdtemp(), "words.txt")
    with open(path, "w") as stream:
        stream.write("".join(line + "\n" for line in lines))
    return path


def values(tf, tensors):
    """Fill the tables, and give the values of tensors as text, with their names."""
    names = {k + " name": v.name + str(v.shape) for k, v in tensors.items()}
    with tf.Session() as session:
        session.run(tf.tables_initializer())
        found = {key: session.run(value).tolist() for key, value in tensors.items()}
    found = {key: str(value) for key, value in found.items()}
    ops = tf.get_default_graph().get_operations()
    names["ops"] = [op.type + " " + op.name for op in ops]
    tables = tf.get_collection(tf.GraphKeys.TABLE_INITIALIZERS)
    names["tables"] = [op.name for op in tables]
    found.update(names)
    found["drawn"] = tf.random_uniform([1])
    return found


@case
def from_tensor(tf):
    table = tf.contrib.lookup.index_table_from_tensor(tf.constant(WORDS))
    asked = tf.constant([["lake", "other"], ["palmer", ""]])
    return values(
        tf,
        {"ids": table.lookup(asked), "size": table.size(), "named": table.size("n")},
    )


@case
def from_list_with_buckets(tf):
    table = tf.contrib.lookup.index_table_from_tensor(WORDS, 3, name="bands")
    asked = tf.constant(["lake", "other", "palmer", "", "x", "yes"])
    return values(
        tf,
        {
            "ids": table.lookup(asked),
            "size": table.size(),
            "in": table.lookup(asked, "q"),
        },
    )


@case
def from_tensor_with_own_default(tf):
    table = tf.contrib.lookup.index_table_from_tensor(WORDS, default_value=7)
    return values(tf, {"ids": table.lookup(tf.constant(["a", "emerson"]))})


@case
def from_tensor_of_numbers(tf):
    table = tf.contrib.lookup.index_table_from_tensor([10, 20], 2, dtype=tf.int64)
    asked = tf.constant([20, 30, 40], tf.int64)
    return values(tf, {"ids": table.lookup(asked), "size": table.size()})


@case
def from_tensor_of_small_numbers(tf):
    table = tf.contrib.lookup.index_table_from_tensor([10, 20], 2, dtype=tf.int32)
    return values(tf, {"ids": table.lookup(tf.constant([20, 30, 40]))})


@case
def strong_hash(tf):
    L = tf.contrib.lookup
    spec = L.StrongHashSpec([3, 5])
    table = L.index_table_from_tensor(WORDS, 5, hasher_spec=spec)
    found = values(tf, {"ids": table.lookup(tf.constant(["lake", "a", "b", "c"]))})
    found["spec"] = [spec.hasher, spec.key, isinstance(spec, L.HasherSpec)]
    found["fast"] = [L.FastHashSpec.hasher, L.FastHashSpec.key]
    return found


@case
def from_file(tf):
    table = tf.contrib.lookup.index_table_from_file(vocabulary())
    found = values(tf, {"ids": table.lookup(tf.constant(["lake", "other"]))})
    files = tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS)
    found["files"] = [file.name for file in files]
    return found


@case
def from_file_with_buckets(tf):
    table = tf.contrib.lookup.index_table_from_file(
        vocabulary(), num_oov_buckets=2, vocab_size=2, name="words"
    )
    asked = tf.constant(["lake", "palmer", "other"])
    return values(tf, {"ids": table.lookup(asked), "size": table.size()})


@case
def from_file_of_columns(tf):
    table = tf.contrib.lookup.index_table_from_file(
        vocabulary(["a,5,x", "b,7,y"]),
        key_column_index=2,
        value_column_index=1,
        delimiter=",",
    )
    return values(tf, {"ids": table.lookup(tf.constant(["y", "x", "a"]))})


@case
def from_file_of_numbers(tf):
    table = tf.contrib.lookup.index_table_from_file(
        vocabulary(["42", "1", "-1000"]), num_oov_buckets=1, key_dtype=tf.int64
    )
    asked = tf.constant([-1000, 42, 8], tf.int64)
    return values(tf, {"ids": table.lookup(asked), "size": table.size()})


@case
def to_string_from_tensor(tf):
    L = tf.contrib.lookup
    table = L.index_to_string_table_from_tensor(WORDS)
    named = L.index_to_string_table_from_tensor(tf.constant(WORDS), "?", name="words")
    asked = tf.constant([[2, 9], [0, -1]], tf.int64)
    return values(
        tf,
        {"words": table.lookup(asked), "named": named.lookup(asked), "n": named.size()},
    )


@case
def to_string_from_file(tf):
    L = tf.contrib.lookup
    table = L.index_to_string_table_from_file(vocabulary())
    few = L.index_to_string_table_from_file(vocabulary(), 2, "?", name="few")
    asked = tf.constant([0, 2, 5], tf.int64)
    return values(tf, {"words": table.lookup(asked), "few": few.lookup(asked)})


@case
def older_names(tf):
    L = tf.contrib.lookup
    first = L.string_to_index_table_from_tensor(WORDS, 1)
    second = L.string_to_index_table_from_file(vocabulary(), 1)
    asked = tf.constant(["lake", "zz"])
    return values(
        tf,
        {
            "tensor": first.lookup(asked),
            "file": second.lookup(asked),
            "index": L.string_to_index(asked, WORDS, name="si"),
            "string": L.index_to_string(tf.constant([1, 4], tf.int64), WORDS),
        },
    )


@case
def hash_table(tf):
    L = tf.contrib.lookup
    start = L.KeyValueTensorInitializer(["a", "b"], [1, 2], tf.string, tf.int64)
    table = L.HashTable(start, -1)
    named = L.HashTable(start, -2, shared_name="shared", name="mine")
    found = values(
        tf,
        {
            "ids": table.lookup(tf.constant(["b", "c"])),
            "named": named.lookup(tf.constant(["b", "c"])),
            "size": table.size(),
        },
    )
    found["init"] = [table.init.name, table.initializer.name, named.init.name]
    found["name"] = [table.name, named.name]
    found["dtypes"] = [table.key_dtype.name, table.value_dtype.name]
    found["default"] = [table.default_value.name, named.default_value.name]
    kinds = (L.InitializableLookupTableBase, L.LookupInterface)
    found["kinds"] = [isinstance(table, kind) for kind in kinds]
    found["start"] = isinstance(start, L.TableInitializerBase)
    exported = table.export()
    found["export"] = [exported[0].name, exported[0].dtype.name, exported[1].dtype.name]
    return found


@case
def hash_table_of_numbers(tf):
    L = tf.contrib.lookup
    start = L.KeyValueTensorInitializer([5, 6], [0.5, 0.25], name="halves")
    table = L.HashTable(start, -1.0)
    return values(tf, {"values": table.lookup(tf.constant([6, 7]))})


@case
def hash_table_from_file(tf):
    L = tf.contrib.lookup
    start = L.TextFileInitializer(
        vocabulary(["a 5", "b 7"]), tf.string, 0, tf.int64, 1, delimiter=" "
    )
    ids = L.HashTable(start, -1).lookup(tf.constant(["b", "c"]))
    lines = L.TextFileStringTableInitializer(vocabulary())
    words = L.HashTable(lines, "?").lookup(tf.constant([1, 3], tf.int64))
    numbers = L.HashTable(L.TextFileIdTableInitializer(vocabulary()), -1)
    found = values(
        tf,
        {"ids": ids, "words": words, "numbers": numbers.lookup(tf.constant(["lake"]))},
    )
    found["index"] = [L.TextFileIndex.WHOLE_LINE, L.TextFileIndex.LINE_NUMBER]
    found["dtypes"] = [lines.key_dtype.name, lines.value_dtype.name]
    return found


@case
def buckets(tf):
    L = tf.contrib.lookup
    alone = L.IdTableWithHashBuckets(None, 5)
    start = L.KeyValueTensorInitializer(["a", "b"], [0, 1], tf.string, tf.int64)
    around = L.IdTableWithHashBuckets(L.HashTable(start, -1), 4)
    none = L.IdTableWithHashBuckets(L.HashTable(start, -1), 0)
    asked = tf.constant(["b", "c"])
    found = values(
        tf,
        {
            "alone": alone.lookup(asked),
            "size": alone.size(),
            "around": around.lookup(asked),
            "around size": around.size(),
            "none": none.lookup(asked),
        },
    )
    found["names"] = [alone.name, around.name, none.name]
    found["named"] = L.IdTableWithHashBuckets(None, 5, name="own").name
    found["init"] = [around.init.name, around.initializer.name]
    found["alone init"] = alone.initializer.name
    found["dtypes"] = [around.key_dtype.name, around.value_dtype.name]
    found["resource"] = alone.resource_handle
    found["kind"] = isinstance(alone, L.LookupInterface)
    return found


@case
def sparse(tf):
    table = tf.contrib.lookup.index_table_from_tensor(WORDS, 2)
    asked = tf.SparseTensor([[0, 1], [1, 0]], ["lake", "x"], [2, 2])
    found = table.lookup(asked)
    return values(tf, {"ids": found.values, "indices": found.indices})


@case
def mutable(tf):
    L = tf.contrib.lookup
    table = L.MutableHashTable(tf.string, tf.int64, -1)
    put = table.insert(tf.constant(["a", "b"]), tf.constant([1, 2], tf.int64))
    out = table.remove(tf.constant(["a"]))
    asked = table.lookup(tf.constant([["a", "b"]]))
    size = table.size()
    saved = [s.name for s in tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS)]
    with tf.Session() as session:
        seen = [session.run(size)]
        session.run(put)
        seen += [session.run([asked, size])]
        session.run(out)
        seen += [session.run([asked, size]), session.run(table.export())]
    ops = tf.get_default_graph().get_operations()
    return {
        "seen": str([str(s) for s in seen]),
        "ops": [op.type + " " + op.name for op in ops],
        "name": table.name,
        "saved": saved,
        "dtypes": [table.key_dtype.name, table.value_dtype.name],
        "drawn": tf.random_uniform([1]),
    }


@case
def mutable_rows(tf):
    L = tf.contrib.lookup
    table = L.MutableHashTable(
        tf.int64, tf.float32, [0.5, -0.5], name="rows", checkpoint=False
    )
    keys = tf.constant([3, 4], tf.int64)
    put = table.insert(keys, tf.constant([[1.0, 2.0], [3.0, 4.0]]))
    asked = table.lookup(tf.constant([4, 5], tf.int64))
    with tf.Session() as session:
        session.run(put)
        seen = session.run(asked).tolist()
    saved = tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS)
    return {"seen": seen, "name": table.name, "saved": len(saved), "shape": asked.shape}


@case
def dense(tf):
    L = tf.contrib.lookup
    table = L.MutableDenseHashTable(
        tf.int64, tf.int64, -1, empty_key=0, deleted_key=-5, initial_num_buckets=8
    )
    keys = tf.constant([11, 12, 13], tf.int64)
    put = table.insert(keys, keys * 2)
    more = table.insert_or_assign(keys[:1], keys[:1])
    out = table.remove(tf.constant([12], tf.int64))
    gone = table.erase(tf.constant([13], tf.int64))
    asked, size = table.lookup(keys), table.size()
    with tf.Session() as session:
        session.run(put)
        seen = [session.run([asked, size])]
        session.run(out)
        seen += [session.run([asked, size])]
        session.run([more, gone])
        seen += [session.run([asked, size])]
    ops = tf.get_default_graph().get_operations()
    return {
        "seen": str([[part.tolist() for part in pair] for pair in seen]),
        "ops": [op.type + " " + op.name for op in ops],
        "name": table.name,
        "drawn": tf.random_uniform([1]),
    }


@case
def bases(tf):
    L = tf.contrib.lookup
    table = L.LookupInterface(tf.string, tf.int64)
    start = L.TableInitializerBase(tf.string, tf.int64)
    return {
        "dtypes": [table.key_dtype.name, table.value_dtype.name],
        "start": [start.key_dtype.name, start.value_dtype.name],
        "size": error(lambda: table.size()),
        "lookup": error(lambda: table.lookup(tf.constant(["a"]))),
        "initialize": error(lambda: start.initialize(table)),
        "kinds": [
            issubclass(L.MutableHashTable, L.LookupInterface),
            issubclass(L.MutableDenseHashTable, L.LookupInterface),
            issubclass(L.KeyValueTensorInitializer, L.TableInitializerBase),
            issubclass(L.TextFileIdTableInitializer, L.TextFileInitializer),
        ],
    }


@case
def errors(tf):
    L = tf.contrib.lookup
    from_tensor, from_file = L.index_table_from_tensor, L.index_table_from_file
    start = L.KeyValueTensorInitializer(["a"], [1])
    words = L.KeyValueTensorInitializer(["a"], ["b"])
    calls = {
        "no words": lambda: from_tensor(None),
        "buckets": lambda: from_tensor(WORDS, -1),
        "float": lambda: from_tensor(WORDS, dtype=tf.float32),
        "int as string": lambda: from_tensor([1]),
        "string as int": lambda: from_tensor(["a"], dtype=tf.int64),
        "asked": lambda: from_tensor(WORDS).lookup(tf.constant([1])),
        "asked buckets": lambda: from_tensor(WORDS, 1).lookup(tf.constant([1])),
        "int32": lambda: from_tensor([1], dtype=tf.int32).lookup(tf.constant([1])),
        "hasher": lambda: from_tensor(WORDS, 1, hasher_spec="x"),
        "other hasher": lambda: from_tensor(
            WORDS, 1, hasher_spec=L.HasherSpec("other", None)
        ).lookup(tf.constant(["z"])),
        "no file": lambda: from_file(),
        "empty file": lambda: from_file(""),
        "file buckets": lambda: from_file("x", -1),
        "file size": lambda: from_file("x", vocab_size=0),
        "file keys": lambda: from_file("x", key_dtype=tf.float32),
        "no strings": lambda: L.index_to_string_table_from_tensor(None),
        "no string file": lambda: L.index_to_string_table_from_file(None),
        "string size": lambda: L.index_to_string_table_from_file("x", 0),
        "small ids": lambda: L.index_to_string(tf.constant([1]), WORDS),
        "key size": lambda: L.StrongHashSpec([1]),
        "key kind": lambda: L.StrongHashSpec(["a", "b"]),
        "no table": lambda: L.IdTableWithHashBuckets(None, 0),
        "keys": lambda: L.IdTableWithHashBuckets(None, 5, key_dtype=tf.float32),
        "ids": lambda: L.IdTableWithHashBuckets(L.HashTable(words, "-"), 5),
        "default": lambda: L.HashTable(start, "x"),
        "table asked": lambda: L.HashTable(start, -1).lookup(tf.constant([1])),
        "column": lambda: L.TextFileInitializer("f", tf.string, -3, tf.int64, 1),
        "line": lambda: L.TextFileInitializer("f", tf.string, -1, tf.int64, 1),
        "whole": lambda: L.TextFileInitializer("f", tf.int64, 0, tf.float32, -2),
        "name": lambda: L.TextFileInitializer("", tf.string, 0, tf.string, 1),
        "mutable": lambda: L.MutableHashTable(tf.string, tf.int64, -1).lookup(
            tf.constant([1])
        ),
    }
    return {key: error(call) for key, call in calls.items()}
