"""The same run in PyTorch, for the optimizers and options that PyTorch has."""
import torch

from transcriptions import scheduled

OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
              "amsgrad": torch.optim.Adam, "adagrad": torch.optim.Adagrad, "rmsprop": torch.optim.RMSprop,
              "adadelta": torch.optim.Adadelta}
NAMES = {"weightDecay": "weight_decay", "initialAccumulator": "initial_accumulator_value"}


def has(optimizer):
    return (isinstance(optimizer, dict) and optimizer["type"] in OPTIMIZERS
            and optimizer.get("epsPlace", "outside") == "outside" and optimizer.get("biasCorrection", True))


def arguments(type, options):
    named = {NAMES.get(k, k): v for k, v in options.items()
             if k not in ("type", "lr", "beta1", "beta2", "epsPlace", "biasCorrection")}
    beta = {"rmsprop": {"alpha": options.get("beta2", 0.99)}, "adadelta": {"rho": options.get("beta2", 0.9)},
            "sgd": {}, "adagrad": {}}
    adam = ({"betas": (options.get("beta1", 0.9), options.get("beta2", 0.999))}
            | ({"amsgrad": True} if type == "amsgrad" else {}))
    return named | beta.get(type, adam)


def run(optimizer, params, gradients):
    """Parameters after each update."""
    tensors = {k: torch.tensor(p, requires_grad=True) for k, p in params.items()}
    method = OPTIMIZERS[optimizer["type"]](tensors.values(), lr=scheduled(optimizer["lr"], 1),
                                           **arguments(optimizer["type"], optimizer))
    for t, g in enumerate(gradients, 1):
        method.param_groups[0]["lr"] = scheduled(optimizer["lr"], t)
        for k, tensor in tensors.items():
            tensor.grad = torch.tensor(g[k])
        method.step()
        yield {k: tensor.detach().numpy().copy() for k, tensor in tensors.items()}
