"""A small network trained by PyTorch's AdamW in float32, with its gradients: ../resources/golden/dl4j-adamw.json.

    python3 src/test/python/dl4j_adamw.py

Weights are written as DL4J stores them, inputs x outputs, under DL4J's names.
"""
import json
import pathlib

import numpy as np
import torch

STEPS = 16
WIDTHS = [6, 5, 4, 3]
OPTIONS = {"type": "adamw", "lr": 0.02, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8, "weightDecay": 0.1}

random = np.random.RandomState(5)
torch.set_num_threads(1)


def floats(tensor):
    return np.asarray(tensor.detach().numpy(), dtype=np.float64).tolist()


def named(values):
    """DL4J's view of the layers' weights and biases."""
    result = {}
    for i in range(len(WIDTHS) - 1):
        result[f"{i}_W"] = floats(values[2 * i].t())
        result[f"{i}_b"] = floats(values[2 * i + 1])
    return result


parameters = []
for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
    parameters.append(torch.tensor(random.randn(outputs, inputs) / np.sqrt(inputs), dtype=torch.float32, requires_grad=True))
    parameters.append(torch.tensor(0.1 * random.randn(outputs), dtype=torch.float32, requires_grad=True))
optimizer = torch.optim.AdamW(parameters, lr=OPTIONS["lr"], betas=(OPTIONS["beta1"], OPTIONS["beta2"]), eps=OPTIONS["eps"],
                              weight_decay=OPTIONS["weightDecay"])

golden = {"format": "gradus-dl4j-1", "source": f"torch.optim.AdamW of PyTorch {torch.__version__}, float32", "optimizer": OPTIONS,
          "params": named(parameters), "batches": [], "gradients": [], "expected": []}
for step in range(STEPS):
    features = torch.tensor(np.round(random.randn(4, WIDTHS[0]), 3), dtype=torch.float32)
    labels = torch.tensor(random.randint(WIDTHS[-1], size=4))
    golden["batches"].append({"features": floats(features), "labels": labels.tolist()})
    x = features
    for i in range(len(WIDTHS) - 1):
        x = x @ parameters[2 * i].t() + parameters[2 * i + 1]
        if i < len(WIDTHS) - 2:
            x = torch.tanh(x)
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(x, labels).backward()
    golden["gradients"].append(named([p.grad for p in parameters]))
    optimizer.step()
    golden["expected"].append(named(parameters))

target = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "dl4j-adamw.json"
target.write_text(json.dumps(golden) + "\n")
