"""Writes the golden runs of the optimizers; see README.md."""
import json
import pathlib
import zlib

import numpy as np

import pytorch
import transcriptions

OUTPUT = pathlib.Path(__file__).parents[1] / "resources/golden/optimizers"
STEPS = 24
COSINE = {"type": "cosine", "peak": 0.1, "steps": STEPS}
SGD = {"type": "sgd", "lr": 0.1}
CHAIN = [{"type": "clip-global-norm", "maxNorm": 1.0}, {"type": "adam", "lr": 1.0},
         {"type": "weight-decay", "weightDecay": 0.1}, {"type": "scale", "by": 0.01}]

BETAS = {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3}
ADAM = {"weight decay": {"lr": 0.01, "weightDecay": 0.1},
        **{f"eps {place}": BETAS | {"epsPlace": place} for place in ("outside", "inside", "uncorrected")},
        "no bias correction": {"lr": 0.01, "biasCorrection": False},
        "no bias correction, eps inside": {"lr": 0.01, "eps": 1e-3, "biasCorrection": False, "epsPlace": "inside"}}

PYTORCH = "PyTorch 1.13 torch.optim."
PAPER = "float64 transcription of "

# type: (source, {case: options}); the first case is also run with a tensor of rank 3 and in float32.
SINGLE = {
    "sgd": (PYTORCH + "SGD", {
        "plain": {"lr": 0.1},
        "momentum": {"lr": 0.05, "momentum": 0.9},
        "momentum and dampening": {"lr": 0.05, "momentum": 0.9, "dampening": 0.3},
        "nesterov": {"lr": 0.05, "momentum": 0.9, "nesterov": True},
        "weight decay": {"lr": 0.1, "weightDecay": 0.1},
        "nesterov and weight decay": {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weightDecay": 0.1}}),
    "adam": (PYTORCH + "Adam; other eps places and no bias correction: " + PAPER + "Kingma & Ba 2015, Algorithm 1",
             {"defaults": {"lr": 0.01}, **ADAM}),
    "adamw": (PYTORCH + "AdamW; other eps places and no bias correction: " + PAPER
              + "Loshchilov & Hutter 2019, Algorithm 2",
              {"defaults": {"lr": 0.01}, **ADAM, "cosine schedule": {"lr": COSINE, "weightDecay": 0.1}}),
    "amsgrad": (PYTORCH + "Adam(amsgrad=True)", {
        "defaults": {"lr": 0.01},
        "betas and eps": BETAS,
        "weight decay": {"lr": 0.01, "weightDecay": 0.1}}),
    "nadam": (PAPER + "Dozat 2016, Algorithm 2, with PyTorch's momentum schedule", {
        "defaults": {"lr": 0.002},
        "betas and eps": BETAS,
        "momentum decay": {"lr": 0.01, "momentumDecay": 0.1},
        "weight decay": {"lr": 0.01, "weightDecay": 0.1}}),
    "adagrad": (PYTORCH + "Adagrad", {
        "defaults": {"lr": 0.01},
        "eps": {"lr": 0.1, "eps": 1e-3},
        "initial accumulator": {"lr": 0.1, "initialAccumulator": 0.1},
        "weight decay": {"lr": 0.1, "weightDecay": 0.1}}),
    "rmsprop": (PYTORCH + "RMSprop; eps inside: " + PAPER + "Graves 2013, eqs. 38-45", {
        "defaults": {"lr": 0.01},
        "beta2 and eps": {"lr": 0.01, "beta2": 0.9, "eps": 1e-3},
        "centered": {"lr": 0.01, "centered": True},
        "momentum": {"lr": 0.01, "momentum": 0.9},
        "centered and momentum": {"lr": 0.01, "centered": True, "momentum": 0.9},
        "weight decay": {"lr": 0.01, "weightDecay": 0.1},
        "eps inside": {"lr": 0.01, "eps": 1e-3, "epsPlace": "inside"},
        "eps inside, centered and momentum": {"lr": 0.01, "eps": 1e-3, "epsPlace": "inside", "centered": True,
                                              "momentum": 0.9}}),
    "adadelta": (PYTORCH + "Adadelta", {
        "defaults": {"lr": 1.0},
        "beta2 and eps": {"lr": 0.5, "beta2": 0.8, "eps": 1e-3},
        "weight decay": {"lr": 1.0, "weightDecay": 0.1}}),
    "yogi": (PAPER + "Zaheer et al. 2018, Algorithm 2", {
        "defaults": {"lr": 0.01, "biasCorrection": False},
        "bias correction": {"lr": 0.01, "biasCorrection": True},
        "betas, eps and initial accumulator": BETAS | {"initialAccumulator": 0.1, "biasCorrection": False}}),
    "lion": (PAPER + "Chen et al. 2023, Algorithm 2", {
        "defaults": {"lr": 1e-4},
        "betas": {"lr": 0.01, "beta1": 0.8, "beta2": 0.95},
        "weight decay": {"lr": 0.01, "weightDecay": 0.1}}),
    "sign-sgd": (PAPER + "Bernstein et al. 2018, Algorithms 1 and 2", {
        "plain": {"lr": 0.01},
        "momentum": {"lr": 0.01, "momentum": 0.9},
        "weight decay": {"lr": 0.01, "weightDecay": 0.1},
        "momentum and weight decay": {"lr": 0.01, "momentum": 0.9, "weightDecay": 0.1}}),
    "sm3": (PAPER + "Anil et al. 2019, SM3-I and SM3-II", {
        "II": {"lr": 0.1, "variant": "II"},
        "I": {"lr": 0.1, "variant": "I"},
        "II and momentum": {"lr": 0.1, "variant": "II", "momentum": 0.9},
        "I and momentum": {"lr": 0.1, "variant": "I", "momentum": 0.9},
        "II without eps": {"lr": 0.1, "variant": "II", "eps": 0},
        "I without eps": {"lr": 0.1, "variant": "I", "eps": 0},
        "II with a large eps": {"lr": 0.1, "variant": "II", "eps": 0.1}}),
    "lamb": (PAPER + "You et al. 2020, Algorithm 2", {
        "defaults": {"lr": 0.01},
        "betas and eps": BETAS,
        "weight decay": {"lr": 0.01, "weightDecay": 0.1},
        "no bias correction": {"lr": 0.01, "biasCorrection": False}}),
    "schedule-free": (PAPER + "Defazio et al. 2024, eqs. 3-5 and Algorithm 1, weights as in their code", {
        "sgd": {"lr": 0.1, "variant": "sgd"},
        "sgd, weight decay and warmup": {"lr": 0.1, "variant": "sgd", "beta1": 0.8, "weightDecay": 0.1, "warmup": 6},
        "sgd, polynomial weights": {"lr": 0.1, "variant": "sgd", "r": 1.5, "weightPower": 1, "warmup": 4},
        "adamw": {"lr": 0.01, "variant": "adamw"},
        "adamw, betas, eps and weight decay": BETAS | {"variant": "adamw", "weightDecay": 0.1},
        "adamw, warmup and polynomial weights": {"lr": 0.01, "variant": "adamw", "warmup": 6, "r": 2}}),
}

CHAINS = {
    "ema": (PAPER + "an exponential average of the iterates", {
        "decay 0.9": [SGD, {"type": "ema", "decay": 0.9}],
        "after adam": [{"type": "adam", "lr": 0.01}, {"type": "ema", "decay": 0.99}]}),
    "clip-value": (PAPER + "min(max(g, -maxValue), maxValue)", {
        "0.1": [{"type": "clip-value", "maxValue": 0.1}, SGD]}),
    "clip-norm": (PAPER + "Pascanu et al. 2013, Algorithm 1, tensor by tensor", {
        "1": [{"type": "clip-norm", "maxNorm": 1.0}, SGD]}),
    "clip-global-norm": (PAPER + "Pascanu et al. 2013, Algorithm 1, on all tensors", {
        "before sgd": [{"type": "clip-global-norm", "maxNorm": 3.0}, SGD],
        "before adamw": [{"type": "clip-global-norm", "maxNorm": 1.0}, {"type": "adamw", "lr": 0.01}]}),
    "bi-clip": (PAPER + "sign(g) min(max(|g|, lower), upper)", {
        "both": [{"type": "bi-clip", "upper": 0.5, "lower": 0.01}, SGD],
        "from below": [{"type": "bi-clip", "upper": "Infinity", "lower": 0.1}, SGD],
        "from above": [{"type": "bi-clip", "upper": 0.5, "lower": 0.0}, SGD]}),
    "chain": (PAPER + "each rule in turn, on the direction of the one before", {
        "clipped adamw in four rules": CHAIN,
        "clipped adamw in four rules, cosine schedule": CHAIN[:3] + [{"type": "scale", "by": COSINE}],
        "weight decay before momentum": [{"type": "weight-decay", "weightDecay": 0.1},
                                         {"type": "sgd", "lr": 0.05, "momentum": 0.9}]}),
}


def problem(type, name, dtype, with_tensor):
    """Start and gradients: scales from 1e-3 to 10 across coordinates and steps, some gradients exactly zero."""
    random = np.random.default_rng(zlib.crc32(f"{type}/{name}/{dtype}".encode()))
    shapes = {"W": (4, 3), "b": (5,)} | ({"T": (2, 2, 3)} if with_tensor else {})
    digits = np.vectorize(lambda x: float(f"{x:.4g}"))

    def gradient(shape, scale):
        x = random.normal(size=shape) * scale * 10 ** random.uniform(-0.5, 0.5)
        return digits(np.where(random.random(shape) < 0.1, 0.0, x))

    params = {k: digits(random.normal(size=shape)) for k, shape in shapes.items()}
    scales = {k: 10 ** random.uniform(-2.5, 0.5, size=shape) for k, shape in shapes.items()}
    gradients = [{k: gradient(shape, scales[k]) for k, shape in shapes.items()} for _ in range(STEPS)]
    for g in gradients[:3]:
        g["W"][0, 1] = g["b"][2] = 0.0
    gradients[5]["b"][:] = 0.0
    if type == "lamb":
        params["b"][:] = 0.0
    return cast(params, dtype), [cast(g, dtype) for g in gradients]


def cast(tensors, dtype):
    return {k: x.astype(dtype) for k, x in tensors.items()}


def plain(tensors):
    assert all(np.all(np.isfinite(x)) for x in tensors.values())
    return {k: x.tolist() for k, x in tensors.items()}


def case(type, name, optimizer, dtype="float64", with_tensor=False):
    params, gradients = problem(type, name, dtype, with_tensor)
    expected, evaluation, state = [], [], {}
    for after, states in transcriptions.run(optimizer if isinstance(optimizer, list) else [optimizer],
                                            params, gradients):
        assert all(x.dtype == dtype for x in after.values())
        expected.append(after)
        evaluation += [{k: s.get("x", s.get("average")) for k, s in slots.items()} for slots in states
                       if any("x" in s or "average" in s for s in slots.values())]
        state = {f"{slot}/{k}": x for slots in states for k, s in slots.items()
                 for slot, x in s.items() if isinstance(x, np.ndarray)}
    if pytorch.has(optimizer):
        transcribed, expected = expected, list(pytorch.run(optimizer, params, gradients))
        for ours, theirs in zip(transcribed, expected):
            for k, x in theirs.items():
                np.testing.assert_allclose(ours[k], x, **({"rtol": 1e-12, "atol": 1e-14} if dtype == "float64"
                                                          else {"rtol": 1e-5, "atol": 1e-6}), err_msg=f"{type}/{name}")
    return ({"name": name, "optimizer": optimizer, "dtype": dtype, "params": plain(params),
             "gradients": [plain(g) for g in gradients], "expected": [plain(p) for p in expected]}
            | ({"evaluation": [plain(p) for p in evaluation]} if evaluation else {})
            | ({"state": plain(state)} if state else {}))


def lines(value, depth):
    """JSON with one line for each entry of the outer levels."""
    if depth == 0 or not isinstance(value, (dict, list)):
        return json.dumps(value)
    entries = ([f"{json.dumps(k)}: {lines(v, depth - 1)}" for k, v in value.items()] if isinstance(value, dict)
               else [lines(v, depth - 1) for v in value])
    return ("{%s}" if isinstance(value, dict) else "[%s]") % ("\n" + ",\n".join(entries) + "\n")


def main():
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for type, (source, named) in (SINGLE | CHAINS).items():
        named = {name: ({"type": type} | o if isinstance(o, dict) else o) for name, o in named.items()}
        first, optimizer = next(iter(named.items()))
        cases = [case(type, name, o, with_tensor=name == first) for name, o in named.items()]
        cases.append(case(type, f"{first}, float32", optimizer, "float32"))
        golden = {"format": "gradus-golden-1", "type": type, "source": source, "cases": cases}
        (OUTPUT / f"{type}.json").write_text(lines(golden, 4) + "\n")
        print(f"{type}: {len(cases)} cases")


if __name__ == "__main__":
    main()
