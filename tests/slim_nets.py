"""Build the networks of tf.contrib.slim and write down what they are made of.

    python tests/slim_nets.py OUT.json         with a `tensorflow` of the 1.x kind
    python -m tests.record slim_nets           on the real TensorFlow 1.15.5

For each network: variables with their shapes, end points with theirs, and the op seed
that the next random op takes. Nothing is run.
"""

import hashlib
import json
import sys
from pathlib import Path


def networks(tf):
    """Name of the network → how it is built."""
    from tensorflow.contrib.slim.nets import (
        alexnet,
        inception,
        overfeat,
        resnet_utils,
        resnet_v1,
        resnet_v2,
        vgg,
    )

    scope = tf.contrib.framework.arg_scope

    def images(size):
        return tf.ones([1, size, size, 3])

    def scoped(arguments, build):
        with scope(arguments):
            return build()

    residual = resnet_utils.resnet_arg_scope
    return {
        "alexnet": lambda: scoped(
            alexnet.alexnet_v2_arg_scope(), lambda: alexnet.alexnet_v2(images(224), 9)
        ),
        "overfeat": lambda: scoped(
            overfeat.overfeat_arg_scope(), lambda: overfeat.overfeat(images(231), 9)
        ),
        "vgg_a": lambda: scoped(
            vgg.vgg_arg_scope(), lambda: vgg.vgg_a(images(224), 9, is_training=False)
        ),
        "vgg_19": lambda: vgg.vgg_19(images(224), 9, spatial_squeeze=False),
        "resnet_v1_50": lambda: scoped(
            residual(), lambda: resnet_v1.resnet_v1_50(images(64), 9)
        ),
        "resnet_v2_50, stride 8": lambda: scoped(
            residual(),
            lambda: resnet_v2.resnet_v2_50(
                images(65), global_pool=False, output_stride=8, is_training=False
            ),
        ),
        "inception_v1": lambda: scoped(
            inception.inception_v1_arg_scope(),
            lambda: inception.inception_v1(images(224), 9),
        ),
        "inception_v2, thin": lambda: scoped(
            inception.inception_v2_arg_scope(),
            lambda: inception.inception_v2(
                images(112), 9, depth_multiplier=0.5, is_training=False
            ),
        ),
        "inception_v3": lambda: scoped(
            inception.inception_v3_arg_scope(),
            lambda: inception.inception_v3(images(299), 9),
        ),
    }


def describe(tf, build):
    """What a network is made of."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(7)
        net, end_points = build()
        drawn = tf.random_uniform([1])
        last = [op for op in graph.get_operations() if op.type == "RandomUniform"][-1]
        assert drawn.graph is graph
        seeds = [
            [op.name, op.get_attr("seed2")]
            for op in graph.get_operations()
            if "seed2" in op.node_def.attr
        ]
        return {
            "output": [net.op.name, str(net.shape)],
            "variables": [[v.op.name, str(v.shape)] for v in tf.global_variables()],
            "end points": [[k, str(end_points[k].shape)] for k in sorted(end_points)],
            "next seed": last.get_attr("seed2"),
            "seeds": hashlib.md5(json.dumps(seeds).encode()).hexdigest(),
            "collected": {
                name: len(tf.get_collection(name))
                for name in ("losses", "regularization_losses", "update_ops")
            },
        }


def main():
    import tensorflow as tf

    tf.logging.set_verbosity(tf.logging.ERROR)
    seen = {name: describe(tf, build) for name, build in networks(tf).items()}
    Path(sys.argv[1]).write_text(json.dumps(seen))


if __name__ == "__main__":
    main()
