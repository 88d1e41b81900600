"""Cases for tf.contrib.distributions: draws, densities, moments, divergences."""

import numpy as np

from tests.cases.registry import family
from tests.cases.values import error, given

case = family(__name__)

FEWER = "products and shapes are of fewer ops, counted as 1.15's; gradients are not"

LOGITS = [[0.1, 0.2, 0.7], [1.0, 0.0, 1.0]]


def seen(made, x, *more):
    """A draw, a density, and what else is asked for."""
    found = {
        "sample": made.sample(3),
        "log_prob": made.log_prob(x),
        "prob": made.prob(x),
    }
    for name in more:
        found[name] = getattr(made, name)()
    found["shapes"] = [str(made.batch_shape), str(made.event_shape), made.name]
    return found


def of_cdf(made, x):
    return {"cdf": made.cdf(x), "log_cdf": made.log_cdf(x)}


@case
def kept(tf):
    lib = tf.contrib.distributions
    normal = lib.Normal(given(tf, [2]), 2.0)
    other = lib.NormalWithSoftplusScale(0.0, given(tf, [2], 3))
    chosen = lib.Categorical(logits=given(tf, [2, 3], 5))
    flipped = lib.Bernoulli(logits=given(tf, [2], 7))
    return {
        "normal": seen(normal, 0.5, "mean", "stddev", "entropy"),
        "softplus": seen(other, 0.5, "mean", "stddev"),
        "categorical": seen(chosen, [1, 2], "entropy", "mode"),
        "bernoulli": seen(flipped, [0, 1], "mean", "entropy"),
        "kl": lib.kl_divergence(normal, other),
        "same": lib.Normal is tf.distributions.Normal,
        "triangle": lib.fill_triangular(given(tf, [6])),
        "inverse": lib.softplus_inverse(tf.exp(given(tf, [3]))),
    }


@case(fewer=78, why=FEWER)
def diagonal(tf):
    lib = tf.contrib.distributions
    made = lib.MultivariateNormalDiag(given(tf, [2]), tf.exp(given(tf, [2], 3)))
    batch = lib.MultivariateNormalDiag(
        given(tf, [3, 2], 5), tf.exp(given(tf, [3, 2], 7))
    )
    moments = ("mean", "variance", "stddev", "mode", "entropy", "covariance")
    soft = lib.MultivariateNormalDiagWithSoftplusScale(
        given(tf, [2]), given(tf, [2], 3)
    )
    return {
        "one": seen(made, given(tf, [2], 9), *moments),
        "batch": seen(batch, given(tf, [2], 2), "mean", "stddev", "entropy"),
        "seed": made.sample([2, 2], seed=5),
        "kl": lib.kl_divergence(made, soft),
        "softplus": seen(soft, given(tf, [2], 4), "stddev"),
        "multiple": lib.MultivariateNormalDiag(
            given(tf, [2]), scale_identity_multiplier=2.0
        ).log_prob(given(tf, [2], 4)),
        "nothing": error(lib.MultivariateNormalDiag),
    }


@case(fewer=4, why=FEWER)
def diagonal_of_an_open_batch(tf):
    lib = tf.contrib.distributions
    loc = tf.placeholder_with_default(np.ones([3, 2], "f") * 0.3, [None, 2])
    made = lib.MultivariateNormalDiag(loc, tf.exp(2.0 * loc))
    standard = lib.MultivariateNormalDiag(tf.zeros([2]), tf.ones([2]))
    return {
        "draw": made.sample(),
        "log_prob": made.log_prob(given(tf, [2])),
        "mean": made.mean(),
        "entropy": made.entropy(),
        "kl": lib.kl_divergence(made, standard),
        "next": tf.random_normal([2]),
    }


@case(fewer=15, why=FEWER)
def triangular(tf):
    lib = tf.contrib.distributions
    scale = tf.constant([[1.0, 0.0], [2.0, 3.0]])
    made = lib.MultivariateNormalTriL(given(tf, [2]), scale)
    full = lib.MultivariateNormalFullCovariance(
        given(tf, [2]), tf.constant([[2.0, 1.0], [1.0, 3.0]])
    )
    standard = lib.MultivariateNormalDiag(tf.zeros([2]), tf.ones([2]))
    moments = ("mean", "variance", "stddev", "entropy", "covariance")
    return {
        "one": seen(made, given(tf, [2], 9), *moments),
        "full": seen(full, given(tf, [2], 9), "entropy", "covariance"),
        "kl": lib.kl_divergence(made, standard),
    }


@case
def one_hot(tf):
    lib = tf.contrib.distributions
    made = lib.OneHotCategorical(logits=tf.constant(LOGITS))
    other = lib.OneHotCategorical(logits=given(tf, [2, 3]), dtype=tf.float32)
    x = tf.constant([[0, 1, 0], [1, 0, 0]])
    return {
        "one": seen(made, x, "variance", "mode", "entropy"),
        "float": seen(other, tf.cast(x, tf.float32), "entropy"),
        "kl": lib.kl_divergence(made, other),
    }


@case
def relaxed(tf):
    lib = tf.contrib.distributions
    x = tf.constant([[0.1, 0.2, 0.7], [0.1, 0.8, 0.1]])
    logits = tf.constant(LOGITS)
    return {
        "log": seen(lib.ExpRelaxedOneHotCategorical(0.5, logits=logits), tf.log(x)),
        "vector": seen(lib.RelaxedOneHotCategorical(0.5, logits=logits), x),
        "number": seen(lib.RelaxedBernoulli(0.5, probs=x[0]), x),
        "gradient": lib.RelaxedOneHotCategorical(
            0.7, logits=given(tf, [2, 3])
        ).sample(),
    }


@case
def counts(tf):
    lib = tf.contrib.distributions
    k = tf.constant([0.0, 3.0])
    rates, odds = tf.constant([1.0, 2.0]), tf.constant([0.2, 0.5])
    poisson, geometric = lib.Poisson(rate=rates), lib.Geometric(probs=odds)
    binomial = lib.Binomial(tf.constant([4.0, 5.0]), probs=odds)
    negative = lib.NegativeBinomial(tf.constant([4.0, 5.0]), probs=odds)
    return {
        "poisson": seen(poisson, k, "mean", "variance", "mode"),
        "poisson cdf": of_cdf(poisson, k),
        "log rate": lib.Poisson(log_rate=given(tf, [2])).log_prob(k),
        "geometric": seen(geometric, k, "mean", "variance", "entropy", "mode"),
        "geometric cdf": of_cdf(geometric, k),
        "binomial": [binomial.log_prob(k), binomial.mean(), binomial.mode()],
        "negative": seen(negative, k, "mean", "variance", "mode"),
        "both": error(lambda: lib.Poisson(rate=rates, log_rate=rates)),
    }


@case(fewer=12, why=FEWER)
def continuous(tf):
    lib = tf.contrib.distributions
    x = tf.constant([0.5, 2.0])
    logistic = lib.Logistic(given(tf, [2]), 2.0)
    cauchy = lib.Cauchy(given(tf, [2]), 2.0)
    half = lib.HalfNormal(tf.exp(given(tf, [2])))
    return {
        "logistic": seen(logistic, x, "mean", "stddev", "entropy", "mode"),
        "logistic cdf": of_cdf(logistic, x),
        "beyond": logistic.survival_function(x),
        "cauchy": seen(cauchy, x, "entropy", "mode"),
        "cauchy cdf": of_cdf(cauchy, x),
        "half": seen(half, x, "mean", "variance", "entropy"),
        "inverse gamma": lib.InverseGamma(tf.constant([3.0, 4.0]), 2.0).log_prob(x),
        "chi2": lib.Chi2(tf.constant([2.0, 3.0])).log_prob(x),
    }


@case
def points(tf):
    lib = tf.contrib.distributions
    number, vector = lib.Deterministic([1.0, 2.0]), lib.VectorDeterministic([1.0, 2.0])
    x = tf.constant([1.0, 3.0])
    return {
        "number": [number.sample(3), number.prob(x), number.cdf(x), number.mean()],
        "vector": [vector.sample(3), vector.prob(x), vector.mode()],
    }


@case
def independent(tf):
    lib = tf.contrib.distributions
    made = lib.Independent(lib.Normal(given(tf, [3, 2]), 2.0), 1)
    other = lib.Independent(lib.Normal(tf.zeros([3, 2]), 1.0))
    return {
        "one": seen(made, given(tf, [2], 4), "mean", "stddev", "entropy"),
        "kl": lib.kl_divergence(made, other),
        "too many": error(lambda: lib.Independent(lib.Normal(0.0, 1.0), 1)),
    }


@case(fewer=15, why=FEWER)
def mixture(tf):
    lib = tf.contrib.distributions
    cat = lib.Categorical(probs=tf.constant([0.3, 0.7]))
    parts = [lib.Normal(1.0, 2.0), lib.Normal(-1.0, 1.0)]
    made = lib.Mixture(cat, parts)
    vectors = lib.Mixture(
        cat,
        [
            lib.MultivariateNormalDiag(
                tf.constant([1.0, 2.0]), tf.constant([1.0, 1.0])
            ),
            lib.MultivariateNormalDiag(
                tf.constant([0.0, 2.0]), tf.constant([1.0, 3.0])
            ),
        ],
    )
    return {
        "numbers": seen(made, tf.constant([1.0, 2.0]), "mean", "stddev"),
        "vectors": [
            vectors.sample(4),
            vectors.log_prob(given(tf, [2])),
            vectors.mean(),
        ],
        "bound": made.entropy_lower_bound(),
        "no category": error(lambda: lib.Mixture(parts[0], parts)),
        "none": error(lambda: lib.Mixture(cat, [])),
        "others": error(lambda: lib.Mixture(cat, parts[:1])),
    }


@case
def mixture_of_a_batch(tf):
    lib = tf.contrib.distributions
    cat = lib.Categorical(probs=tf.constant([0.3, 0.7]))
    made = lib.MixtureSameFamily(
        cat, lib.Normal(given(tf, [2]), tf.constant([2.0, 1.0]))
    )
    return {
        "one": seen(made, tf.constant([1.0, 2.0, 0.0]), "mean", "variance"),
        "cdf": made.cdf(tf.constant([1.0, 2.0])),
    }


@case
def transformed(tf):
    lib = tf.contrib.distributions
    made = lib.TransformedDistribution(
        lib.Normal(given(tf, [2]), 1.0), lib.bijectors.Exp(), name="LogNormal"
    )
    x = tf.constant([1.5, 2.0])
    affine = lib.TransformedDistribution(
        lib.Normal(given(tf, [2]), 1.0), lib.bijectors.AffineScalar(1.0, 2.0)
    )
    return {
        "one": seen(made, x),
        "cdf": of_cdf(made, x),
        "mean": error(made.mean),
        "affine": [affine.entropy(), affine.sample()],
        "affine mean": error(affine.mean),
        "next": tf.random_normal([2]),
    }


@case
def bijectors(tf):
    lib = tf.contrib.distributions.bijectors
    x = tf.constant([0.2, 0.5])
    made = [
        lib.Exp(),
        lib.Sigmoid(),
        lib.Softplus(),
        lib.Softplus(hinge_softness=2.0),
        lib.Softsign(),
        lib.Square(),
        lib.PowerTransform(2.0),
        lib.AffineScalar(shift=1.0, scale=tf.constant(2.0)),
        lib.Chain([lib.Exp(), lib.AffineScalar(tf.constant(1.0), tf.constant(2.0))]),
        lib.Invert(lib.Exp()),
        lib.Identity(),
        lib.Inline(
            forward_fn=tf.exp,
            inverse_fn=tf.log,
            inverse_log_det_jacobian_fn=lambda y: -tf.log(y),
            forward_min_event_ndims=0,
        ),
    ]
    vectors = [
        lib.Affine(shift=tf.constant([1.0, 2.0]), scale_diag=tf.constant([2.0, 3.0])),
        lib.Permute([1, 0]),
    ]
    pairs = [(b, 0) for b in made] + [(b, 1) for b in vectors]
    return {
        str(i): [
            b.forward(x),
            b.inverse(x),
            b.forward_log_det_jacobian(x, event_ndims=ndims),
            b.inverse_log_det_jacobian(x, event_ndims=ndims),
            b.name,
        ]
        for i, (b, ndims) in enumerate(pairs)
    }


@case(gradients=False)
def draws_of_gammas(tf):
    lib, public = tf.contrib.distributions, tf.distributions
    made = [
        lib.Gamma(2.0, [3.0, 1.0]),
        lib.Beta(2.0, 3.0),
        lib.StudentT(3.0, 0.0, 1.0),
        lib.Dirichlet([1.0, 2.0]),
        lib.Chi2(3.0),
        lib.InverseGamma(2.0, 3.0),
        lib.DirichletMultinomial(5.0, [1.0, 2.0]),
        lib.NegativeBinomial(5.0, probs=0.3),
        public.Gamma(2.0, 3.0),
        public.StudentT(3.0, 0.0, 1.0),
    ]
    return [one.sample(3) for one in made]


@case
def reshaped(tf):
    lib = tf.contrib.distributions.bijectors
    x = tf.reshape(given(tf, [24]), [4, 3, 2])
    known = lib.Reshape([6], [3, 2])
    found = {}
    for name, shapes in {
        "rank": (tf.placeholder(tf.int32, [1]), tf.placeholder(tf.int32, [2])),
        "open": (tf.placeholder(tf.int32), tf.placeholder(tf.int32)),
    }.items():
        out, into = (
            tf.placeholder_with_default(value, shape.shape)
            for value, shape in zip(([6], [3, -1]), shapes)
        )
        made = lib.Reshape(out, into, validate_args=True)
        found[name] = [made.forward(x), made.inverse(tf.reshape(x, [4, 6]))]
    return {
        "known": [known.forward(x), known.inverse(known.forward(x) + 1.0)],
        "sizes": [known.forward_min_event_ndims, known.inverse_min_event_ndims],
        "determinant": known.forward_log_det_jacobian(x, event_ndims=2),
        "next": tf.random_normal([2], seed=None),
        "found": found,
        "other": error(lambda: known.forward(tf.zeros([4, 2, 3]))),
        "rank": error(lambda: lib.Reshape([6], [[3, 2]])),
        "floats": error(lambda: lib.Reshape([6.0], [6])),
    }


@case(gradients=False)
def affine_by_parts(tf):
    lib = tf.contrib.distributions.bijectors
    x = given(tf, [2, 3])
    tril = [[1.0, 0, 0], [1, 3, 0], [2, 3, 4]]
    factor = [[2.0, 0], [0, 0], [0, 1]]
    parts = [
        {"scale_identity_multiplier": 5.0},
        {"scale_diag": [2.0, 3, 4]},
        {"scale_tril": tril},
        {"scale_tril": tril, "scale_identity_multiplier": 2.0},
    ]
    found = []
    for part in parts:
        for more in ({"scale_perturb_diag": [2.0, 1]}, {}):
            for shift in ([1.0, 2, 3], None):
                more["scale_perturb_factor"] = factor if len(more) else None
                made = lib.Affine(shift=shift, **part, **more)
                found.append(
                    [
                        made.forward(x),
                        made.inverse(x),
                        made.forward_log_det_jacobian(x, event_ndims=1),
                    ]
                )
    plain = lib.Affine(shift=[1.0, 2, 3])
    return {
        "found": found,
        "plain": [plain.forward(x), plain.inverse(x), plain.scale],
        "next": tf.random_normal([2]),
        "alone": error(lambda: lib.Affine(scale_perturb_diag=[2.0])),
    }


@case(gradients=False)
def overriding_shapes(tf):
    lib = tf.contrib.distributions
    affine = lib.bijectors.Affine(
        shift=[1.0, 2, 3], scale_tril=[[1.0, 0, 0], [2, 1, 0], [3, 2, 1]]
    )
    scalar, batch = lib.Normal(0.0, 1.0), lib.Normal([0.0, 1.0], 1.0)
    given_ones = [(scalar, [2], [3]), (scalar, None, [3]), (batch, None, [3])]
    found = []
    for base, batch_shape, event_shape in given_ones:
        made = lib.TransformedDistribution(base, affine, batch_shape, event_shape)
        found.append(seen(made, given(tf, [5, 2, 3]), "entropy"))
    return found


@case(gradients=False)
def overriding_shapes_that_are_fed(tf):
    """In a graph of its own: how many ops open shapes take is not looked at."""
    lib = tf.contrib.distributions
    found = []
    with tf.Graph().as_default(), tf.Session() as sess:
        affine = lib.bijectors.Affine(
            shift=[1.0, 2, 3], scale_tril=[[1.0, 0, 0], [2, 1, 0], [3, 2, 1]]
        )
        scalar, batch = lib.Normal(0.0, 1.0), lib.Normal([0.0, 1.0], 1.0)
        for base, one in ((scalar, [2]), (scalar, []), (batch, [])):
            fed = tf.placeholder(tf.int32), tf.placeholder(tf.int32)
            made = lib.TransformedDistribution(base, affine, *fed)
            x = given(tf, [5, 2, 3])
            asked = [made.sample(3, seed=1), made.log_prob(x), made.prob(x)]
            asked += [made.batch_shape_tensor(), made.event_shape_tensor()]
            found.append(sess.run(asked, {fed[0]: one, fed[1]: [3]}))
        refused = error(lambda: lib.TransformedDistribution(batch, affine, [2], [3]))
    return [[tf.constant(value) for value in values] for values in found], refused


def alone(tf, build):
    """What `build` makes in a graph of its own: its ops are not counted."""
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(5)
        made = build()
        sess.run(tf.global_variables_initializer())

        def value(x):
            if isinstance(x, dict):
                return {key: value(one) for key, one in x.items()}
            if isinstance(x, (list, tuple)):
                return [value(one) for one in x]
            return sess.run(x) if isinstance(x, tf.Tensor) else x

        found = value(made)

    def tensor(x):
        if isinstance(x, dict):
            return {key: tensor(one) for key, one in x.items()}
        if isinstance(x, list):
            return [tensor(one) for one in x]
        return tf.constant(x) if isinstance(x, (np.ndarray, np.generic)) else x

    return tensor(found)


def both_ways(tf, made, x, forward, inverse):
    """What a bijector makes of `x` and back, and both determinants."""
    y = made.forward(x)
    return [
        y,
        made.inverse(tf.identity(y)),
        made.forward_log_det_jacobian(x, event_ndims=forward),
        made.inverse_log_det_jacobian(tf.identity(y), event_ndims=inverse),
    ]


@case(gradients=False)
def rare_bijectors(tf):
    def build():
        lib = tf.contrib.distributions.bijectors
        numbers = [lib.Gumbel(0.5, 2.0), lib.SinhArcsinh(0.3, 1.5), lib.SinhArcsinh()]
        x = given(tf, [2, 3])
        tril = tf.constant([[1.0, 0, 0], [2, 3, 0], [4, 5, 6]])
        vector = given(tf, [6])
        found = [both_ways(tf, made, x, 0, 0) for made in numbers]
        found.append(both_ways(tf, lib.SoftmaxCentered(), x, 1, 1))
        found.append(both_ways(tf, lib.Ordered(), tf.cumsum(tf.exp(x), axis=-1), 1, 1))
        found.append(both_ways(tf, lib.CholeskyOuterProduct(), tril, 2, 2))
        found.append(both_ways(tf, lib.MatrixInverseTriL(), tril, 2, 2))
        found.append(both_ways(tf, lib.TransformDiagonal(lib.Exp()), tril, 2, 2))
        for made in (
            lib.FillTriangular(),
            lib.FillTriangular(upper=True),
            lib.ScaleTriL(),
        ):
            found.append(both_ways(tf, made, vector, 1, 2))
        size = lib.AbsoluteValue()
        shapes = [
            str(lib.SoftmaxCentered().forward_event_shape(tf.TensorShape([3]))),
            str(lib.FillTriangular().forward_event_shape(tf.TensorShape([6]))),
            str(lib.FillTriangular().inverse_event_shape(tf.TensorShape([3, 3]))),
        ]
        return {
            "found": found,
            "size": [size.forward(x), size.inverse(tf.exp(x))],
            "shapes": shapes,
            "names": [made.name for made in (*numbers, size, lib.ScaleTriL())],
        }

    return alone(tf, build)


@case(gradients=False)
def flows(tf):
    def build():
        lib = tf.contrib.distributions.bijectors
        x = given(tf, [2, 3])
        net = lib.masked_autoregressive_default_template([8, 6], activation=tf.tanh)
        made = lib.MaskedAutoregressiveFlow(net)
        written = lib.MaskedAutoregressiveFlow(net, unroll_loop=True)
        coupled = lib.RealNVP(2, lib.real_nvp_default_template([4]))
        moved = lib.masked_autoregressive_default_template(
            [4], shift_only=True, name="of"
        )
        shift, nothing = moved(x)
        y = made.forward(x)
        return {
            "masked": [y, made.inverse(tf.identity(y)), written.forward(x)],
            "determinant": made.inverse_log_det_jacobian(x, event_ndims=1),
            "coupled": both_ways(tf, coupled, x, 1, 1),
            "shift": [shift, nothing is None],
            "names": [made.name, coupled.name],
            "open": error(lambda: net(tf.placeholder(tf.float32, [None, None]))),
        }

    return alone(tf, build)


@case(gradients=False)
def quantized(tf):
    def build():
        lib = tf.contrib.distributions
        normal = lib.Normal([0.0, 1.0], 2.0)
        free = lib.QuantizedDistribution(normal)
        cut = lib.QuantizedDistribution(normal, low=-2.0, high=3.0)
        found = {}
        for name, made in (("free", free), ("cut", cut)):
            found[name] = [
                getattr(made, what)(tf.constant([[1.0, 2.5], [-2.0, 3.0], [-3.0, 4.0]]))
                for what in (
                    "cdf",
                    "log_cdf",
                    "survival_function",
                    "log_survival_function",
                )
            ]
            whole = tf.constant([[1.0, 2.0], [-1.0, 3.0], [0.0, 0.0]])
            found[name] += [made.prob(whole), made.log_prob(whole)]
        return {
            "draws": cut.sample(4, seed=3),
            "found": found,
            "mean": error(cut.mean),
        }

    return alone(tf, build)


@case(gradients=False)
def percentiles(tf):
    def build():
        lib = tf.contrib.distributions
        x = given(tf, [3, 4])
        found = [
            lib.percentile(x, q, axis=axis, interpolation=how)
            for q in (0, 30, 50, 62.5, 100.0)
            for axis in (None, 0, -1, [0, 1])
            for how in ("lower", "nearest", "higher")
        ]
        series = [
            lib.auto_correlation(x),
            lib.auto_correlation(x, axis=0, center=False, normalize=False),
            lib.auto_correlation(x, max_lags=1),
        ]
        return {
            "found": found,
            "kept": lib.percentile(x, 50.0, axis=[1], keep_dims=True),
            "series": series,
            "how": error(lambda: lib.percentile(x, 50.0, interpolation="linear")),
        }

    return alone(tf, build)


@case(gradients=False)
def moving(tf):
    def build():
        lib = tf.contrib.distributions
        value = given(tf, [3])
        found = list(lib.moving_mean_variance(value, 0.9))
        mean = tf.get_variable("mean", initializer=tf.ones([3]))
        variance = tf.get_variable("variance", initializer=tf.ones([3]))
        log = tf.get_variable("log", initializer=tf.ones([3]))
        found += list(lib.assign_moving_mean_variance(mean, variance, value, 0.8))
        found.append(lib.assign_log_moving_mean_exp(log, value, 0.7))
        prior = lib.Normal(0.5, 2.0)
        after = lib.normal_conjugates_known_scale_posterior(
            prior, 3.0, tf.constant(4.0), 5
        )
        draw = lib.normal_conjugates_known_scale_predictive(
            prior, 3.0, tf.constant(4.0), 5
        )
        normals = [after.mean(), after.stddev(), draw.mean(), draw.stddev()]
        return {"found": found, "normals": normals}

    return alone(tf, build)


@case(gradients=False)
def rare(tf):
    def build():
        lib = tf.contrib.distributions
        factor = [[2.0, 0], [0, 0], [0, 1]]
        loc, x = [1.0, 2, 3], [2.0, 3, 4]
        moments = ("mean", "mode", "variance", "stddev", "covariance", "entropy")
        made = [
            lib.MultivariateNormalDiagPlusLowRank(
                loc, scale_diag=[1.0, 2, 3], scale_perturb_factor=factor
            ),
            lib.VectorLaplaceDiag(loc, scale_diag=[1.0, 2, 3]),
            lib.VectorExponentialDiag(loc, scale_diag=[1.0, 2, 3]),
        ]
        others = [
            lib.Chi2WithAbsDf(-3.6),
            lib.InverseGammaWithSoftplusConcentrationRate(-1.0, 2.0),
        ]
        found = [
            [
                one.sample(2, seed=4),
                one.log_prob(x),
                [getattr(one, m)() for m in moments],
            ]
            for one in made
        ]
        found += [[one.sample(2, seed=4), one.log_prob(2.0)] for one in others]
        return {"found": found, "names": [one.name for one in made + others]}

    return alone(tf, build)
