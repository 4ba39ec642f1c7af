"""Checks the transcriptions where they meet PyTorch, each other or a second form of the same method."""
import importlib
import inspect
import itertools
import math

import numpy as np
import torch

import pytorch
import transcriptions
from generate_optimizers import CHAIN, SGD, problem

PARAMS, GRADIENTS = problem("check", "", "float64", True)


def run(*chain, start=PARAMS, gradients=GRADIENTS):
    return [params for params, _ in transcriptions.run(chain, start, gradients)]


def agree(what, ours, theirs, atol=1e-13):
    for a, b in itertools.zip_longest(ours, theirs):
        for k in b:
            np.testing.assert_allclose(a[k], b[k], rtol=1e-11, atol=atol, err_msg=what)
    print("ok:", what)


def clipped(gradients, max_norm):
    """PyTorch's clipping by the global norm; it adds 1e-6 to the norm."""
    result = []
    for g in gradients:
        tensors = {k: torch.zeros(x.shape, dtype=torch.float64) for k, x in g.items()}
        for k, tensor in tensors.items():
            tensor.grad = torch.tensor(g[k])
        torch.nn.utils.clip_grad_norm_(tensors.values(), max_norm)
        result.append({k: tensor.grad.numpy() for k, tensor in tensors.items()})
    return result


def check_nadam():
    """PyTorch 1.13 has mu_t twice in the product up to t + 1, and the product in the default dtype."""
    module = importlib.import_module("torch.optim.nadam")
    source = inspect.getsource(module._single_tensor_nadam)
    assert source.count("mu_product * mu * mu_next") == 1
    exec(source.replace("mu_product * mu * mu_next", "mu_product * mu_next"), vars(module))
    torch.set_default_dtype(torch.float64)
    pytorch.OPTIMIZERS["nadam"] = torch.optim.NAdam
    pytorch.NAMES["momentumDecay"] = "momentum_decay"
    for options in ({}, {"momentumDecay": 0.1, "weightDecay": 0.1, "beta1": 0.8}):
        optimizer = {"type": "nadam", "lr": 0.01} | options
        agree(f"nadam {options}: PyTorch with the product corrected", run(optimizer),
              pytorch.run(optimizer, PARAMS, GRADIENTS))


def check_lamb():
    lamb = {"type": "lamb", "lr": 0.01, "weightDecay": 0.1}
    path = [PARAMS] + run(lamb)
    for before, after in zip(path, path[1:]):
        for k in before:
            np.testing.assert_allclose(np.linalg.norm(after[k] - before[k]), 0.01 * np.linalg.norm(before[k]))
    print("ok: a step of lamb is as long as lr ||p||")
    norm, transcriptions.norm = transcriptions.norm, lambda *_: 0.0
    ratio_one = run(lamb)
    transcriptions.norm = norm
    adamw = {"type": "adamw", "lr": 0.01, "weightDecay": 0.1, "eps": 1e-6}
    agree("lamb with ratio 1: PyTorch's AdamW", ratio_one, pytorch.run(adamw, PARAMS, GRADIENTS))


def check_sm3():
    vector, gradients = {"b": PARAMS["b"]}, [{"b": g["b"]} for g in GRADIENTS]
    for variant in ("I", "II"):
        agree(f"sm3-{variant} on a vector: PyTorch's Adagrad",
              run({"type": "sm3", "lr": 0.1, "variant": variant}, start=vector, gradients=gradients),
              pytorch.run({"type": "adagrad", "lr": 0.1, "eps": 1e-8}, vector, gradients))
        agree(f"sm3-{variant}: the paper's sums over the sets of a cover",
              run({"type": "sm3", "lr": 0.1, "variant": variant}),
              sm3_by_sets(variant))


def sm3_by_sets(variant):
    params = {k: p.copy() for k, p in PARAMS.items()}
    mu = {}
    for g in GRADIENTS:
        for k, p in params.items():
            cover = {i: [(k, axis, at) for axis, at in enumerate(i)] for i in np.ndindex(p.shape)}
            sets = {r: [i for i in cover if r in cover[i]] for rs in cover.values() for r in rs}
            if variant == "I":
                mu |= {r: mu.get(r, 0.0) + max(g[k][i] ** 2 for i in sets[r]) for r in sets}
                nu = {i: min(mu[r] for r in cover[i]) for i in cover}
            else:
                nu = {i: min(mu.get(r, 0.0) for r in cover[i]) + g[k][i] ** 2 for i in cover}
                mu |= {r: max(nu[i] for i in sets[r]) for r in sets}
            for i in cover:
                p[i] -= 0.1 * g[k][i] / (math.sqrt(nu[i]) + 1e-8)
        yield {k: p.copy() for k, p in params.items()}


def check_schedule_free():
    for variant, warmup, r, power, decay in itertools.product(("sgd", "adamw"), (0, 6), (0, 2), (1, 2), (0, 0.1)):
        options = {"variant": variant, "warmup": warmup, "r": r, "weightPower": power, "weightDecay": decay}
        optimizer = {"type": "schedule-free", "lr": 0.05} | options
        y, x = [], []
        for params, (slots,) in transcriptions.run([optimizer], PARAMS, GRADIENTS):
            y.append(params)
            x.append({k: s["x"] for k, s in slots.items()})
        in_place_y, in_place_x = zip(*schedule_free_in_place(0.05, **options))
        agree(f"schedule-free {options}: y of the in-place form", y, in_place_y)
        agree(f"schedule-free {options}: x of the in-place form", x, in_place_x)


def schedule_free_in_place(lr, variant, warmup, r, weightPower, weightDecay, beta1=0.9, beta2=0.999, eps=1e-8):
    """Keeps y and z only: y moves towards z, then by the step; x is read off as y + (1 - 1/beta1) (z - y)."""
    y, z = dict(PARAMS), dict(PARAMS)
    v = {k: 0 * p for k, p in y.items()}
    weight_sum = 0.0
    for k_step, g in enumerate(GRADIENTS):
        rate = lr * ((k_step + 1) / warmup if k_step < warmup else 1.0)
        weight = (k_step + 1) ** r * rate ** weightPower
        weight_sum += weight
        c = weight / weight_sum
        for k in y:
            d = g[k]
            if variant == "adamw":
                v[k] = beta2 * v[k] + (1 - beta2) * d * d
                d = d / (np.sqrt(v[k] / (1 - beta2 ** (k_step + 1))) + eps)
            d = d + weightDecay * y[k]
            y[k] = y[k] + c * (z[k] - y[k]) + rate * (beta1 * (1 - c) - 1) * d
            z[k] = z[k] - rate * d
        yield dict(y), {k: y[k] + (1 - 1 / beta1) * (z[k] - y[k]) for k in y}


def check_clips():
    agree("clip-global-norm: clip_grad_norm_, but for its 1e-6", run({"type": "clip-global-norm", "maxNorm": 3.0}, SGD),
          pytorch.run(SGD, PARAMS, clipped(GRADIENTS, 3.0)), atol=1e-6)
    for k, p in PARAMS.items():
        alone, gradients = {k: p}, [{k: g[k]} for g in GRADIENTS]
        agree(f"clip-norm on {k}: clip_grad_norm_, but for its 1e-6",
              [{k: after[k]} for after in run({"type": "clip-norm", "maxNorm": 1.0}, SGD)],
              pytorch.run(SGD, alone, clipped(gradients, 1.0)), atol=1e-6)
    clamped = list(pytorch.run(SGD, PARAMS, [
        {k: torch.tensor(x).clamp(-0.5, 0.5).numpy() for k, x in g.items()} for g in GRADIENTS]))
    agree("clip-value: clamp", run({"type": "clip-value", "maxValue": 0.5}, SGD), clamped)
    agree("bi-clip from above: clamp", run({"type": "bi-clip", "upper": 0.5, "lower": 0}, SGD), clamped)
    agree("bi-clip with equal bounds: sign", run({"type": "bi-clip", "upper": 1, "lower": 1}, SGD),
          run({"type": "sign-sgd", "lr": 0.1}))


def check_chains():
    adamw = {"type": "adamw", "lr": 0.01, "weightDecay": 0.1}
    agree("four rules in a chain: PyTorch's AdamW after clip_grad_norm_, but for its 1e-6", run(*CHAIN),
          pytorch.run(adamw, PARAMS, clipped(GRADIENTS, 1.0)), atol=1e-6)
    agree("four rules in a chain: clip-global-norm before adamw", run(*CHAIN), run(CHAIN[0], adamw))
    agree("weight-decay before sgd: PyTorch's weight_decay",
          run({"type": "weight-decay", "weightDecay": 0.1}, SGD | {"momentum": 0.9}),
          pytorch.run(SGD | {"momentum": 0.9, "weightDecay": 0.1}, PARAMS, GRADIENTS))
    *_, (_, states) = transcriptions.run([SGD, {"type": "ema", "decay": 0.9}], PARAMS, GRADIENTS)
    path = [PARAMS] + run(SGD)
    weights = [0.9 ** (len(path) - 1 - i) * (0.1 if i else 1) for i in range(len(path))]
    agree("ema: its closed form", [{k: s["average"] for k, s in states[1].items()}],
          [{k: sum(w * p[k] for w, p in zip(weights, path)) for k in PARAMS}])


def check_signs():
    agree("lion with equal betas: sign-sgd with momentum",
          run({"type": "lion", "lr": 0.01, "beta1": 0.9, "beta2": 0.9, "weightDecay": 0.1}),
          run({"type": "sign-sgd", "lr": 0.01, "momentum": 0.9, "weightDecay": 0.1}))


def by_coordinate(denominator, beta1=0.8, beta2=0.95, v0=0.0, grow=None, corrected=True):
    """Adam's family on Python floats, one coordinate at a time."""
    grow = grow or (lambda v, g: beta2 * v + (1 - beta2) * g * g)
    path = [{k: p.copy() for k, p in PARAMS.items()} for _ in GRADIENTS]
    for k, p in PARAMS.items():
        for i in np.ndindex(p.shape):
            x, m, v = float(p[i]), 0.0, v0
            for t, g in enumerate((float(g[k][i]) for g in GRADIENTS), 1):
                m = beta1 * m + (1 - beta1) * g
                v = grow(v, g)
                x -= 0.02 * m / (1 - beta1 ** t if corrected else 1) / denominator(v, 1 - beta2 ** t)
                path[t - 1][k][i] = x
    return path


def check_adam_family():
    options = {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3}
    for place, denominator in {"outside": lambda v, c: math.sqrt(v / c) + 1e-3,
                               "inside": lambda v, c: math.sqrt(v / c + 1e-3),
                               "uncorrected": lambda v, c: (math.sqrt(v) + 1e-3) / math.sqrt(c)}.items():
        agree(f"adam, eps {place}: one coordinate at a time",
              run({"type": "adam", "epsPlace": place} | options), by_coordinate(denominator))

    def additive(v, g):
        return v + 0.05 * g * g if g * g > v else v - 0.05 * g * g

    for corrected in (False, True):
        agree(f"yogi, bias correction {corrected}: one coordinate at a time",
              run({"type": "yogi", "initialAccumulator": 0.1, "biasCorrection": corrected} | options),
              by_coordinate(lambda v, c: math.sqrt(v / c if corrected else v) + 1e-3, v0=0.1, grow=additive,
                            corrected=corrected))


if __name__ == "__main__":
    for name, check in list(globals().items()):
        if name.startswith("check_"):
            check()
