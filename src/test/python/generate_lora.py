"""Writes golden/lora.json: the LoRA baselines on two pairs, after checking the transcriptions of lora.py.

Conventions that an implementation must follow stand in the docstring of lora.py. The file has

- ``problems``: {name: {"pairs": [{"name", "layout", "scale", "up", "down"}], "productGradients": [{pair: m x n}]}},
  with down stored as the layout says (r x n for "peft", n x r for "ABt"). Gradients are of dW = scale * up * down and
  prescribed; those of the factors follow at the current point by the chain rule, which multiplies by the scale;
- ``cases``: [{"name", "problem", "optimizer", "expected": [{"<pair>.up", "<pair>.down"} after each step]}], with every
  option given.

In the problem "zero-up" the factors ``up`` start at zero, as LoRA does.
"""
import pathlib

import numpy as np
import torch

import lora
from generate_optimizers import lines

OUTPUT = pathlib.Path(__file__).parents[1] / "resources/golden/lora.json"
STEPS = 10
SIZES = {"q": (6, 5, 3, "peft", 1.0), "k": (4, 7, 2, "ABt", 0.5)}

ADAM = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
OTHER = {"beta1": 0.8, "beta2": 0.95, "eps": 1e-3}
OPTIMIZERS = {
    "lora-plus": {"defaults": {"lr": 0.01, "lrRatio": 16.0, **ADAM, "weightDecay": 0.0},
                  "ratio below one, other decays": {"lr": 0.05, "lrRatio": 0.25, **OTHER, "weightDecay": 0.0},
                  "weight decay": {"lr": 0.01, "lrRatio": 4.0, **ADAM, "weightDecay": 0.1}},
    "lora-fa": {"defaults": {"lr": 0.01, **ADAM, "weightDecay": 0.0},
                "other decays and weight decay": {"lr": 0.05, **OTHER, "weightDecay": 0.1}},
    "scaled-gd": {"damping": {"lr": 0.1, "damping": 1e-6}, "large damping": {"lr": 0.1, "damping": 0.5}},
    "scaled-adam": {"defaults": {"lr": 0.01, **ADAM, "damping": 1e-6, "weightDecay": 0.0},
                    "large damping, other decays, weight decay": {"lr": 0.05, **OTHER, "damping": 0.5, "weightDecay": 0.1}},
    "shampoo": {"plain": {"lr": 0.1, "eps": 1e-4, "momentum": 0.0, "every": 1},
                "momentum": {"lr": 0.1, "eps": 1e-2, "momentum": 0.9, "every": 1},
                "roots every 4 steps": {"lr": 0.1, "eps": 0.1, "momentum": 0.0, "every": 4},
                "momentum, roots every 3 steps": {"lr": 0.1, "eps": 1.0, "momentum": 0.5, "every": 3}},
    "muon": {"defaults": {"lr": 0.02, "momentum": 0.95, "nesterov": True, "steps": 5, "weightDecay": 0.0},
             "heavy ball": {"lr": 0.02, "momentum": 0.9, "nesterov": False, "steps": 5, "weightDecay": 0.0},
             "3 steps, weight decay": {"lr": 0.02, "momentum": 0.95, "nesterov": True, "steps": 3, "weightDecay": 0.1},
             "exact": {"lr": 0.02, "momentum": 0.95, "nesterov": True, "steps": 0, "weightDecay": 0.0}},
}


def problem(seed, zero_up):
    random = np.random.default_rng(seed)
    digits = np.vectorize(lambda x: float(f"{x:.4g}"))
    pairs = {}
    for q, (m, n, r, layout, scale) in SIZES.items():
        up = np.zeros((m, r)) if zero_up else digits(random.normal(size=(m, r)))
        pair = {"up": up, "down": digits(random.normal(size=(r, n)))}
        pairs[q] = {"layout": layout, "scale": scale, **lora.stored(pair, layout)}
    gradients = [{q: digits(random.normal(size=SIZES[q][:2]) * 10 ** random.uniform(-1, 0.5)) for q in SIZES}
                 for _ in range(STEPS)]
    return pairs, gradients


def close(a, b, what, rtol=1e-12, atol=1e-14):
    np.testing.assert_allclose(a, b, rtol=rtol, atol=atol, err_msg=what)


def torch_adamw(optimizer, pairs, gradients):
    """lora-plus, lora-fa and scaled-adam by torch.optim.AdamW with a group a factor and its gradients set."""
    rate = {"up": optimizer["lr"] * optimizer.get("lrRatio", 1.0), "down": optimizer["lr"]}
    moving = ["up"] if optimizer["type"] == "lora-fa" else ["up", "down"]
    tensors = {q: {f: torch.tensor(x) for f, x in lora.stored(p, p["layout"]).items()} for q, p in pairs.items()}
    groups = [{"params": [tensors[q][f] for q in pairs], "lr": rate[f]} for f in moving]
    method = torch.optim.AdamW(groups, betas=(optimizer["beta1"], optimizer["beta2"]), eps=optimizer["eps"],
                               weight_decay=optimizer["weightDecay"])
    for product in gradients:
        for q, p in pairs.items():
            up, down = tensors[q]["up"], tensors[q]["down"]
            w = torch.tensor(product[q]) * p["scale"]
            g = {"up": w @ down.T, "down": up.T @ w}
            if "damping" in optimizer:
                ridge = optimizer["damping"] * torch.eye(up.shape[1], dtype=torch.float64)
                g = {"up": g["up"] @ torch.linalg.inv(down @ down.T + ridge),
                     "down": torch.linalg.inv(up.T @ up + ridge) @ g["down"]}
            for f in moving:
                tensors[q][f].grad = g[f].contiguous()
        method.step()
        yield {q: lora.stored({f: x.numpy().copy() for f, x in tensors[q].items()}, p["layout"]) for q, p in pairs.items()}


def check_shampoo():
    """The step in its Kronecker form, arXiv 1802.09568, Lemma 4: vec(step) = (L (x) R)^(-1/4) vec(G)."""
    random = np.random.default_rng(1)
    p, s, left, right = random.normal(size=(4, 3)), {}, 0.1 * np.eye(4), 0.1 * np.eye(3)
    for t in range(1, 5):
        g = random.normal(size=(4, 3))
        left, right = left + g @ g.T, right + g.T @ g
        step = lora.shampoo(p, g, s, t, 1.0, 0.1, 0.0, 1)
        close(step.ravel(), lora.power(np.kron(left, right), -0.25) @ g.ravel(), "shampoo", rtol=1e-10)


def check_muon():
    """The iteration acts on singular values alone, by a scalar polynomial; torch's autocasts are left out."""
    random = np.random.default_rng(2)
    a, b, c = lora.QUINTIC
    for shape in ((4, 3), (3, 4), (5, 5)):
        u = random.normal(size=shape)
        left, values, right = np.linalg.svd(u, full_matrices=False)
        x = values / (np.linalg.norm(values) + 1e-7)
        for _ in range(5):
            x = a * x + b * x ** 3 + c * x ** 5
        close(lora.orthogonalized(u, 5), left * x @ right, "muon", rtol=1e-9, atol=1e-12)
        close(lora.orthogonalized(u, 0), left @ right, "polar factor", rtol=1e-9, atol=1e-12)


def check_scaled_gd():
    """Undamped, the step of the product is the same for (up R, R^-1 down)."""
    random = np.random.default_rng(3)
    pair = {"up": random.normal(size=(5, 2)), "down": random.normal(size=(2, 4))}
    r, g = np.array([[2.0, -1.0], [0.5, 1.5]]), random.normal(size=(5, 4))
    other = {"up": pair["up"] @ r, "down": np.linalg.solve(r, pair["down"])}

    def moved(p):
        d = lora.riemannian(p, lora.chain_rule(p, 1.0, g), 0.0)
        return (p["up"] - 0.5 * d["up"]) @ (p["down"] - 0.5 * d["down"])

    close(moved(pair), moved(other), "scaled-gd", rtol=1e-10)


def plain(pairs):
    return {f"{q}.{f}": x.tolist() for q, factors in pairs.items() for f, x in factors.items()}


def main():
    check_shampoo()
    check_muon()
    check_scaled_gd()
    problems = {"full": problem(20251121, False), "zero-up": problem(20251122, True)}
    cases = []
    for type, named in OPTIMIZERS.items():
        for name, options in named.items():
            for where, (pairs, gradients) in problems.items():
                if type == "muon" and options["steps"] == 0 and where == "zero-up":
                    continue  # the polar factor of the zero gradient of down is not unique
                optimizer = {"type": type, **options}
                expected = list(lora.run(optimizer, pairs, gradients))
                assert all(np.all(np.isfinite(x)) for e in expected for p in e.values() for x in p.values())
                if "beta1" in options:
                    for ours, theirs in zip(expected, torch_adamw(optimizer, pairs, gradients)):
                        for q in ours:
                            for f in ours[q]:
                                close(ours[q][f], theirs[q][f], f"{type}, {name}, {where}: {q}.{f}", rtol=1e-10, atol=1e-12)
                cases.append({"name": f"{type}, {name}, {where}", "problem": where, "optimizer": optimizer,
                              "expected": [plain(e) for e in expected]})
    written = {where: {"pairs": [{"name": q, "layout": p["layout"], "scale": p["scale"], "up": p["up"].tolist(),
                                  "down": p["down"].tolist()} for q, p in pairs.items()],
                       "productGradients": [{q: x.tolist() for q, x in g.items()} for g in gradients]}
               for where, (pairs, gradients) in problems.items()}
    golden = {"format": "gradus-golden-lora-1",
              "source": "float64 transcriptions of the papers (lora.py); those with Adam also by torch.optim.AdamW",
              "problems": written, "cases": cases}
    OUTPUT.write_text(lines(golden, 4) + "\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
