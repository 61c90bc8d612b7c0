"""A network's state dictionary, a batch, and what PyTorch makes of it: output, loss, gradients."""
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from golden_file import write


def network():
    return nn.Sequential(OrderedDict(
        encoder=nn.Sequential(nn.Linear(6, 5), nn.GELU(), nn.Linear(5, 4)),
        activation=nn.Tanh(),
        head=nn.Linear(4, 3, bias=False)))


def record():
    torch.manual_seed(8)
    model = network().float()
    # In float32 and nothing else, as a program saves it.
    write("network", dict(model.state_dict()))
    model = model.double()
    x = torch.randn(7, 6)
    labels = torch.tensor([0, 2, 1, 1, 0, 2, 2])
    logits = model(x)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    tensors = {"x": x, "labels": labels.int(), "logits": logits, "loss": loss}
    tensors |= {"gradient." + name: p.grad for name, p in model.named_parameters()}
    write("network-results", tensors)
