"""Programs around tf.layers and tf.contrib.layers: images, texts, and who trains."""

from __future__ import annotations

from tests.programs.generator import Program
from tests.programs.networks import ACTIVATIONS, initializer, optional
from tests.programs.training import train

K = "tf.contrib.layers."


class Layers(Program):
    """Writes a program around tf.layers and tf.contrib.layers."""

    family = "contrib "
    own_seeds = 0.0
    longest = 3
    few_runs = 1
    again = 0.2

    def _placeholders(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        shape.batch = max(shape.batch, 2)
        batch = str(shape.batch) if shape.known_batch else "None"
        self.words = choose.chance(0.35)
        if self.words:
            add(f"words = tf.placeholder(tf.int32, [{batch}, {shape.time}])")
            add(f"feed[words] = data.randint(0, 7, [{shape.batch}, {shape.time}])")
        else:
            self.sides = [choose.number(4, 6), choose.number(4, 6), choose.number(1, 3)]
            sides = ", ".join(str(side) for side in self.sides)
            add(f"inputs = tf.placeholder(tf.float32, [{batch}, {sides}])")
            add(f"feed[inputs] = data.randn({shape.batch}, {sides})")
        add(f"targets = tf.placeholder(tf.int32, [{batch}])")
        add(f"feed[targets] = data.randint(0, {shape.classes}, [{shape.batch}])")
        if choose.chance(0.5):
            add("training = tf.placeholder_with_default(True, [])")
        else:
            add("training = True")
        add("keep_prob = 0.75")

    def _start(self, word: str) -> tuple[float, str]:
        return 0.3, f"{word}={initializer(self.choose, self.shape)}"

    def _penalty(self, word: str) -> tuple[float, str]:
        scale = self.choose.one(
            [
                "l1_regularizer(0.002)",
                "l2_regularizer(0.01)",
                "l1_l2_regularizer(0.001, 0.002)",
            ]
        )
        return 0.15, f"{word}={K}{scale}"

    def _of_layers(self) -> str:
        """Return a layer of tf.layers over images."""
        choose = self.choose
        size = choose.number(2, 4)
        window = choose.one(["2", "3", "[2, 3]"])
        act = (0.5, f"activation={choose.one(ACTIVATIONS)}")
        pad = (0.7, "padding='same'")
        kind = choose.one(
            "conv2d conv2d conv2d separable transpose bn bn max average drop".split()
        )
        kernel = (
            self._start("kernel_initializer"),
            self._penalty("kernel_regularizer"),
        )
        if kind == "conv2d":
            given = optional(
                choose, pad, act, *kernel, (0.3, "use_bias=False"), (0.2, "strides=2")
            )
            return f"tf.layers.conv2d(net, {size}, {window}{given})"
        if kind == "separable":
            given = optional(
                choose,
                act,
                (0.3, "depth_multiplier=2"),
                self._start("depthwise_initializer"),
            )
            return f"tf.layers.separable_conv2d(net, {size}, 2, padding='same'{given})"
        if kind == "transpose":
            given = optional(choose, act, *kernel, (0.3, "use_bias=False"))
            stride = choose.number(1, 2)
            given = f"2, {stride}, padding='same'{given}"
            return f"tf.layers.conv2d_transpose(net, {size}, {given})"
        if kind == "bn":
            given = optional(
                choose,
                (0.3, "momentum=0.9"),
                (0.2, "center=False"),
                (0.2, "scale=False"),
                (0.2, "fused=False"),
                self._start("gamma_initializer"),
            )
            return f"tf.layers.batch_normalization(net, training=training{given})"
        if kind in ("max", "average"):
            return f"tf.layers.{kind}_pooling2d(net, 2, 1{optional(choose, pad)})"
        return f"tf.layers.dropout(net, 0.3, training=training{self._own_seed()})"

    def _of_contrib(self) -> str:
        """Return a layer of tf.contrib.layers over images."""
        choose = self.choose
        size = choose.number(2, 4)
        window = choose.one(["2", "3", "[2, 3]"])
        act = (0.4, f"activation_fn={choose.one(ACTIVATIONS)}")
        weights = (
            self._start("weights_initializer"),
            self._penalty("weights_regularizer"),
        )
        kind = choose.one(
            "conv2d conv2d conv2d transpose separable bn bn norm max average drop "
            "bias unit".split()
        )
        if kind == "conv2d":
            given = optional(
                choose,
                act,
                *weights,
                (0.2, "stride=2"),
                (0.2, "biases_initializer=None"),
            )
            given += self._normalizer()
            return f"{K}conv2d(net, {size}, {window}{given})"
        if kind == "transpose":
            given = optional(choose, act, *weights)
            return f"{K}conv2d_transpose(net, {size}, 2, stride=1{given})"
        if kind == "separable":
            given = optional(choose, act, weights[0])
            given = f"depth_multiplier={choose.number(1, 2)}{given}"
            return f"{K}separable_conv2d(net, {size}, 2, {given})"
        if kind == "bn":
            given = optional(
                choose,
                (0.3, "decay=0.9"),
                (0.4, "scale=True"),
                (0.2, "center=False"),
                (0.2, "fused=False"),
                (0.2, "updates_collections=None"),
                act,
            )
            return f"{K}batch_norm(net, is_training=training{given})"
        if kind == "norm":
            given = optional(choose, (0.3, "center=False"), (0.3, "scale=False"), act)
            return f"{K}layer_norm(net{given})"
        if kind in ("max", "average"):
            name = "max_pool2d" if kind == "max" else "avg_pool2d"
            return f"{K}{name}(net, 2, stride=1, padding='SAME')"
        if kind == "drop":
            return f"{K}dropout(net, keep_prob, is_training=training{self._own_seed()})"
        if kind == "bias":
            return f"{K}bias_add(net{optional(choose, act)})"
        return f"{K}unit_norm(net, 3, 1e-3)"

    def _normalizer(self) -> str:
        if not self.choose.chance(0.25):
            return ""
        if self.choose.chance(0.3):
            return f", normalizer_fn={K}layer_norm"
        return (
            f", normalizer_fn={K}batch_norm, "
            "normalizer_params={'is_training': training}"
        )

    def _texts(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        kind = choose.one(["embed", "embed", "bag", "hot", "conv1d"])
        if kind in ("embed", "conv1d"):
            given = optional(choose, self._start("initializer"), (0.2, "scope='table'"))
            add(f"net = {K}embed_sequence(words, 7, {shape.size}{given})")
            if kind == "conv1d":
                given = optional(
                    choose, (0.5, "padding='same'"), self._start("kernel_initializer")
                )
                add(f"net = tf.layers.conv1d(net, 3, 2{given})")
                if choose.chance(0.5):
                    add("net = tf.layers.batch_normalization(net, training=training)")
                add("net = tf.reduce_max(net, axis=1)")
            else:
                cell = choose.one(
                    ["LSTMBlockCell", "GRUBlockCellV2", "LayerNormBasicLSTMCell"]
                )
                add(
                    f"_, net = tf.nn.dynamic_rnn(tf.contrib.rnn.{cell}(4), net, "
                    "dtype=tf.float32)"
                )
                if cell != "GRUBlockCellV2":
                    add("net = net.h")
        elif kind == "bag":
            given = optional(choose, self._start("initializer"))
            add(f"net = {K}bow_encoder(words, 7, {shape.size}{given})")
        else:
            add(f"net = {K}one_hot_encoding(words, 7)")
        if kind == "hot" or choose.chance(0.3):
            add(f"net = {K}flatten(net)")

    def _network(self) -> None:
        choose, add, shape = self.choose, self.source.add, self.shape
        self.last_only = True
        arranged = choose.chance(0.3)
        if arranged:
            given = (
                optional(
                    choose,
                    (0.6, f"weights_regularizer={K}l2_regularizer(0.01)"),
                    (0.5, f"weights_initializer={initializer(choose, shape)}"),
                    (0.4, f"activation_fn={choose.one(ACTIVATIONS)}"),
                )
                or ", activation_fn=tf.nn.elu"
            )
            add("with tf.contrib.framework.arg_scope(")
            add(f"        [{K}conv2d, {K}fully_connected]{given}):")
            self.source.depth += 1
        if self.words:
            self._texts()
        else:
            add("net = inputs")
            for _ in range(choose.number(1, 3)):
                layer = self._of_layers() if choose.chance(0.5) else self._of_contrib()
                add(f"net = {layer}")
            add(f"net = {choose.one([K, 'tf.layers.'])}flatten(net)")
        if choose.chance(0.3):
            size = choose.number(3, 5)
            how = choose.number(0, 2)
            if how == 0:
                add(
                    f"net = {K}stack(net, {K}fully_connected, "
                    f"[{size}, {size + 1}], scope='deep')"
                )
            elif how == 1:
                add(
                    f"net = {K}repeat(net, 2, {K}fully_connected, {size}, scope='same')"
                )
            else:
                given = optional(choose, self._penalty("kernel_regularizer"))
                add(f"net = tf.layers.dense(net, {size}, tf.nn.elu{given})")
        add("outputs = net")
        if choose.chance(0.5):
            act = f", activation_fn={choose.one(['None', 'tf.tanh'])}"
            act += self._normalizer()
            add(f"logits = {K}fully_connected(net, {shape.classes}{act})")
        else:
            add(f"logits = tf.layers.dense(net, {shape.classes})")
        if arranged:
            self.source.depth -= 1

    def _loss(self) -> None:
        choose, add = self.choose, self.source.add
        hot = f"tf.one_hot(targets, {self.shape.classes})"
        ways = [
            "tf.losses.sparse_softmax_cross_entropy(targets, logits)",
            f"tf.losses.softmax_cross_entropy({hot}, logits, label_smoothing=0.1)",
            f"tf.losses.sigmoid_cross_entropy({hot}, logits)",
            f"tf.losses.hinge_loss({hot}, logits)",
            f"tf.losses.huber_loss({hot}, logits)",
            f"tf.losses.log_loss({hot}, tf.nn.softmax(logits))",
        ]
        add(f"loss = {choose.one(ways)}")
        if choose.chance(0.5):
            add(
                choose.one(
                    [
                        "loss = tf.losses.get_total_loss()",
                        "loss = loss + tf.losses.get_regularization_loss()",
                    ]
                )
            )
        elif choose.chance(0.2):
            add(f"penalty = {K}apply_regularization(")
            add(f"    {K}l2_regularizer(0.01), tf.trainable_variables())")
            add("loss = loss + penalty")

    def _train(self) -> None:
        choose, add = self.choose, self.source.add
        if choose.chance(0.5):
            add("updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)")
            add("with tf.control_dependencies(updates):")
            self.source.depth += 1
            train(choose, self.source)
            self.source.depth -= 1
            return
        add("step = tf.train.get_or_create_global_step()")
        optimizer = choose.one(
            [
                "'SGD'",
                "'Adam'",
                "'Momentum'",
                "'RMSProp'",
                "'Adagrad'",
                "'Ftrl'",
                "tf.train.AdamOptimizer",
                "lambda rate: tf.train.MomentumOptimizer(rate, 0.5)",
            ]
        )
        if optimizer == "'Momentum'":
            optimizer = "'SGD'"
        given = optional(
            choose,
            (0.4, "clip_gradients=1.0"),
            (0.2, "gradient_noise_scale=0.1"),
            (
                0.3,
                "learning_rate_decay_fn=lambda rate, step: "
                "tf.train.exponential_decay(rate, step, 2, 0.9)",
            ),
            (0.6, "summaries=[]"),
            (0.2, "name='mine'"),
        )
        add(f"train = {K}optimize_loss(")
        add(f"    loss, step, 0.05, {optimizer}{given})")
        add(
            "pairs = [(g, v) for g, v in zip("
            "tf.gradients(loss, tf.trainable_variables()),",
            "                                "
            "tf.trainable_variables()) if g is not None]",
        )
        add("gradients = [tf.convert_to_tensor(g) for g, _ in pairs]")
        add("gradient_names = ['gradient/' + v.op.name for _, v in pairs]")
