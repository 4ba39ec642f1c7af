"""Optimizers transcribed from their papers, one function a rule.

A rule takes the direction g that reaches it (the gradient, for the first rule of a chain), the parameter p
before the step, its own state s (a dict, empty at first) and the number t = 1, 2, ... of the update, and
returns the direction to hand on. What the last rule returns is subtracted from the parameter.
The arrays are float64 or float32 throughout; hyperparameters are Python floats.
"""
import math

import numpy as np


def average(s, slot, beta, x):
    """Exponential moving average, from zero: s <- beta s + (1 - beta) x."""
    s[slot] = beta * s.get(slot, 0 * x) + (1 - beta) * x
    return s[slot]


def norm(*arrays):
    return math.sqrt(sum(float(np.sum(np.square(x, dtype=np.float64))) for x in arrays))


def scale_within(max_norm, n):
    return 1.0 if n <= max_norm else max_norm / n


def sgd(g, p, s, t, lr, momentum=0, dampening=0, nesterov=False, weightDecay=0):
    """PyTorch's SGD; Nesterov momentum in the form of Sutskever et al. 2013, eqs. 3-4, as PyTorch rewrites it."""
    g = g + weightDecay * p
    if momentum:
        s["momentum"] = momentum * s["momentum"] + (1 - dampening) * g if "momentum" in s else g
        g = g + momentum * s["momentum"] if nesterov else s["momentum"]
    return lr * g


def adam(g, p, s, t, lr, beta1=0.9, beta2=0.999, eps=1e-8, weightDecay=0, biasCorrection=True, epsPlace="outside"):
    """Kingma & Ba 2015, Algorithm 1; "uncorrected" is the reordering at the end of their section 2."""
    g = g + weightDecay * p
    m, v = average(s, "m", beta1, g), average(s, "v", beta2, g * g)
    c1, c2 = (1 - beta1 ** t, 1 - beta2 ** t) if biasCorrection else (1, 1)
    if epsPlace == "uncorrected":
        return lr * math.sqrt(c2) / c1 * m / (np.sqrt(v) + eps)
    return lr * (m / c1) / (np.sqrt(v / c2 + eps) if epsPlace == "inside" else np.sqrt(v / c2) + eps)


def adamw(g, p, s, t, lr, weightDecay=0.01, **options):
    """Loshchilov & Hutter 2019, Algorithm 2, with the decay scaled by the learning rate as PyTorch does."""
    return adam(g, p, s, t, lr, **options) + lr * weightDecay * p


def amsgrad(g, p, s, t, lr, beta1=0.9, beta2=0.999, eps=1e-8, weightDecay=0):
    """Reddi et al. 2018, Algorithm 2, bias-corrected after the maximum as PyTorch does."""
    g = g + weightDecay * p
    m, v = average(s, "m", beta1, g), average(s, "v", beta2, g * g)
    s["vMax"] = np.maximum(s.get("vMax", v), v)
    return lr * (m / (1 - beta1 ** t)) / (np.sqrt(s["vMax"] / (1 - beta2 ** t)) + eps)


def nadam(g, p, s, t, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8, momentumDecay=0.004, weightDecay=0):
    """Dozat 2016, Algorithm 2, with the momentum schedule of PyTorch's documentation."""
    def mu(i):
        return beta1 * (1 - 0.5 * 0.96 ** (i * momentumDecay))

    g = g + weightDecay * p
    m, v = average(s, "m", beta1, g), average(s, "v", beta2, g * g)
    product = math.prod(mu(i) for i in range(1, t + 1))
    m_hat = mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product)
    return lr * m_hat / (np.sqrt(v / (1 - beta2 ** t)) + eps)


def adagrad(g, p, s, t, lr=0.01, eps=1e-10, initialAccumulator=0, weightDecay=0):
    """Duchi et al. 2011, Figure 1 (diagonal)."""
    g = g + weightDecay * p
    s["v"] = s.get("v", 0 * p + initialAccumulator) + g * g
    return lr * g / (np.sqrt(s["v"]) + eps)


def rmsprop(g, p, s, t, lr=0.01, beta2=0.99, eps=1e-8, centered=False, momentum=0, weightDecay=0, epsPlace="outside"):
    """Tieleman & Hinton 2012; centered: Graves 2013, eqs. 38-45, with PyTorch's momentum."""
    g = g + weightDecay * p
    v = average(s, "v", beta2, g * g)
    if centered:
        v = v - average(s, "mean", beta2, g) ** 2
    d = g / (np.sqrt(v + eps) if epsPlace == "inside" else np.sqrt(v) + eps)
    if momentum:
        d = s["momentum"] = momentum * s.get("momentum", 0 * p) + d
    return lr * d


def adadelta(g, p, s, t, lr=1.0, beta2=0.9, eps=1e-6, weightDecay=0):
    """Zeiler 2012, Algorithm 1."""
    g = g + weightDecay * p
    v = average(s, "v", beta2, g * g)
    d = np.sqrt(s.get("delta", 0 * p) + eps) / np.sqrt(v + eps) * g
    average(s, "delta", beta2, d * d)
    return lr * d


def yogi(g, p, s, t, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-3, initialAccumulator=1e-6, biasCorrection=False):
    """Zaheer et al. 2018, Algorithm 2."""
    m, v = average(s, "m", beta1, g), s.get("v", 0 * p + initialAccumulator)
    v = s["v"] = v - (1 - beta2) * np.sign(v - g * g) * g * g
    c1, c2 = (1 - beta1 ** t, 1 - beta2 ** t) if biasCorrection else (1, 1)
    return lr * (m / c1) / (np.sqrt(v / c2) + eps)


def lion(g, p, s, t, lr=1e-4, beta1=0.9, beta2=0.99, weightDecay=0):
    """Chen et al. 2023, Algorithm 2."""
    u = np.sign(beta1 * s.get("m", 0 * p) + (1 - beta1) * g)
    average(s, "m", beta2, g)
    return lr * (u + weightDecay * p)


def sign_sgd(g, p, s, t, lr, momentum=0, weightDecay=0):
    """Bernstein et al. 2018, Algorithm 1 (signSGD) and Algorithm 2 (Signum)."""
    m = average(s, "momentum", momentum, g) if momentum else g
    return lr * (np.sign(m) + weightDecay * p)


def sm3(g, p, s, t, lr, variant, momentum=0, eps=1e-8):
    """Anil et al. 2019, SM3-I and SM3-II; the cover is the slices along each axis, and 0/0 is 0."""
    axes = range(g.ndim)

    def grow(x, combine):
        for a in axes:
            slot, slices = f"accumulator{a}", x.max(axis=tuple(b for b in axes if b != a))
            s[slot] = combine(s.get(slot, 0 * slices), slices)

    def tightest():
        return np.minimum.reduce([s.get(f"accumulator{a}", np.zeros(p.shape[a], p.dtype))
                                 .reshape([-1 if b == a else 1 for b in axes]) + 0 * p for a in axes])

    if variant == "I":
        grow(g * g, np.add)
        nu = tightest()
    else:
        nu = tightest() + g * g
        grow(nu, lambda old, new: new)
    q = np.divide(g, np.sqrt(nu) + eps, out=0 * g, where=g != 0)
    return lr * (average(s, "momentum", momentum, q) if momentum else q)


def lamb(g, p, s, t, lr, beta1=0.9, beta2=0.999, eps=1e-6, weightDecay=0, biasCorrection=True):
    """You et al. 2020, Algorithm 2, phi the identity; the ratio is 1 where a norm is 0."""
    r = adam(g, p, s, t, 1.0, beta1, beta2, eps, 0, biasCorrection) + weightDecay * p
    ratio = norm(p) / norm(r) if norm(p) and norm(r) else 1.0
    return lr * ratio * r


def schedule_free(g, p, s, t, lr, variant, beta1=0.9, beta2=0.999, eps=1e-8, weightDecay=0, warmup=0, r=0,
                  weightPower=2):
    """Defazio et al. 2024, eqs. 3-5 (sgd) and Algorithm 1 (adamw), weighted as in their published code.

    z takes the step, x is its weighted average and y, the parameter, lies between them.
    """
    x, y, z = s.get("x", p), s.get("y", p), s.get("z", p)
    lr = lr * min(1, t / warmup) if warmup else lr
    s["lrMax"] = max(lr, s.get("lrMax", 0))
    weight = s["lrMax"] ** weightPower * t ** r
    s["weightSum"] = s.get("weightSum", 0) + weight
    if variant == "adamw":
        g = g / (np.sqrt(average(s, "v", beta2, g * g) / (1 - beta2 ** t)) + eps)
    c = weight / s["weightSum"]
    s["z"] = z - lr * (g + weightDecay * y)
    s["x"] = (1 - c) * x + c * s["z"]
    s["y"] = (1 - beta1) * s["z"] + beta1 * s["x"]
    return p - s["y"]


def ema(g, p, s, t, decay):
    """Polyak & Juditsky 1992, with exponential weights; the average starts at the initial parameter."""
    s["average"] = decay * s.get("average", p) + (1 - decay) * (p - g)
    return g


def clip_value(g, p, s, t, maxValue):
    return np.clip(g, -maxValue, maxValue)


def clip_norm(g, p, s, t, maxNorm):
    """Pascanu et al. 2013, Algorithm 1, tensor by tensor."""
    return scale_within(maxNorm, norm(g)) * g


def bi_clip(g, p, s, t, upper, lower):
    return np.sign(g) * np.minimum(np.maximum(np.abs(g), lower), float(upper))


def weight_decay(g, p, s, t, weightDecay):
    return g + weightDecay * p


def scale(g, p, s, t, by):
    return by * g


def scheduled(value, t):
    """A number, or the cosine schedule of Loshchilov & Hutter 2017, eq. 5, at update t = 1, 2, ..."""
    if not isinstance(value, dict):
        return value
    return value["peak"] * (1 + math.cos(math.pi * (t - 1) / value["steps"])) / 2


def step(rule, g, params, state, t):
    """One rule on all tensors; only the global norm looks at more than one tensor at a time."""
    options = {k: scheduled(v, t) for k, v in rule.items() if k != "type"}
    if rule["type"] == "clip-global-norm":
        factor = scale_within(options["maxNorm"], norm(*g.values()))
        return {k: factor * x for k, x in g.items()}
    function = globals()[rule["type"].replace("-", "_")]
    return {k: function(x, params[k], state.setdefault(k, {}), t, **options) for k, x in g.items()}


def run(chain, params, gradients):
    """Parameters and states after each update: a list of (params, [state of each rule])."""
    states = [{} for _ in chain]
    for t, g in enumerate(gradients, 1):
        for rule, state in zip(chain, states):
            g = step(rule, g, params, state, t)
        params = {k: p - g[k] for k, p in params.items()}
        yield params, states
