"""Optimizers: the parameters of a small logistic regression over 20 steps, and EMA weights.

The parameters are a weight [1, 3], which decays, and a bias [1], which does not.
"""
import torch
import torch.nn.functional as F

from golden_file import write

STEPS, RATE = 20, 0.0625  # a rate that float32 holds exactly
generator = torch.Generator().manual_seed(7)


class Lion(torch.optim.Optimizer):
    """By the formulas of Chen et al. 2023, since PyTorch has no Lion."""

    def __init__(self, groups, lr, weight_decay=0.0, betas=(0.9, 0.99)):
        super().__init__(groups, {"lr": lr, "weight_decay": weight_decay, "betas": betas})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                direction = torch.sign(beta1 * m + (1 - beta1) * p.grad)
                p.sub_(group["lr"] * (direction + group["weight_decay"] * p))
                m.mul_(beta2).add_((1 - beta2) * p.grad)


# Name: (class, options, weight decay of the weight).
O = torch.optim
OPTIMIZERS = {
    "sgd": (O.SGD, {}, 0),
    "sgd.decay": (O.SGD, {}, 0.1),
    "momentum": (O.SGD, {"momentum": 0.9}, 0),
    "momentum.decay": (O.SGD, {"momentum": 0.9}, 0.1),
    "nesterov": (O.SGD, {"momentum": 0.9, "nesterov": True}, 0),
    "nesterov.decay": (O.SGD, {"momentum": 0.9, "nesterov": True}, 0.1),
    "adaGrad": (O.Adagrad, {}, 0),
    "adaGrad.decay": (O.Adagrad, {}, 0.1),
    "rmsProp": (O.RMSprop, {}, 0),
    "rmsProp.centred": (O.RMSprop, {"centered": True, "alpha": 0.9}, 0),
    "rmsProp.decay": (O.RMSprop, {}, 0.1),
    "adam": (O.Adam, {}, 0),
    "adam.betas": (O.Adam, {"betas": (0.5, 0.75), "eps": 1e-3}, 0),
    "adam.decay": (O.Adam, {}, 0.1),
    "adamW": (O.AdamW, {}, 0.1),
    "nAdam": (O.NAdam, {}, 0),
    "nAdam.decay": (O.NAdam, {}, 0.1),
    "lion": (Lion, {}, 0),
    "lion.decay": (Lion, {}, 0.1),
    "clipByValue": (O.SGD, {}, 0),
    "clipByGlobalNorm": (O.SGD, {}, 0),
}
# The gradient shrinks on the way: both clip the first half of the steps and not the last ones.
CLIPS = {
    "clipByValue": lambda ps: torch.nn.utils.clip_grad_value_(ps, 0.95),
    "clipByGlobalNorm": lambda ps: torch.nn.utils.clip_grad_norm_(ps, 1.2),
}


def record():
    x = 2 * torch.randn(8, 3, generator=generator)
    y = (torch.rand(8, 1, generator=generator) > 0.5).double()
    first = {"weight": torch.tensor([[0.5, -1.0, 2.0]]), "bias": torch.tensor([0.25])}
    tensors = {"x": x, "y": y, "first.weight": first["weight"], "first.bias": first["bias"]}
    for name, (kind, options, decay) in OPTIMIZERS.items():
        weight, bias = (first[k].clone().requires_grad_() for k in ("weight", "bias"))
        groups = [{"params": [weight], "weight_decay": decay}, {"params": [bias], "weight_decay": 0.0}]
        optimizer = kind(groups, lr=RATE, **options)
        average = [weight.detach().clone(), bias.detach().clone()]
        path, losses, averages = [], [], []
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy_with_logits(F.linear(x, weight, bias), y)
            loss.backward()
            CLIPS.get(name, lambda ps: None)([weight, bias])
            optimizer.step()
            average = [0.75 * e + 0.25 * p.detach() for e, p in zip(average, (weight, bias))]
            losses.append(loss.detach())
            path.append(torch.cat([weight.detach().flatten(), bias.detach()]))
            averages.append(torch.cat([e.flatten() for e in average]))
        tensors[name + ".path"] = torch.stack(path)
        tensors[name + ".losses"] = torch.stack(losses)
        tensors[name + ".averages"] = torch.stack(averages)
    write("optimizers", tensors)
