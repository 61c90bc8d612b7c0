"""Activations: value and derivative on a grid that reaches from infinity to infinity."""
import math

import torch
import torch.nn.functional as F

from golden_file import write

INF = math.inf
POSITIVE = [0.0, 1e-300, 1e-9, 1e-3, 0.25, 0.5, 1, 2, 2.5, 3, 3.5, 5, 8, 12, 19.5, 20.5, 30, 45, 100, 720, 1e4]
GRID = [-INF] + [-x for x in reversed(POSITIVE)] + POSITIVE + [INF]

# Name: (function, limits at -infinity and infinity of the value, of the derivative). PyTorch gives NaN
# for some of them, where it computes infinity times 0; where it gives a number it must be this one.
SELU = (1.6732632423543772848170429916717, 1.0507009873554804934193349852946)
POINTWISE = {
    "relu": (F.relu, (0, INF), (0, 1)),
    "leakyRelu": (lambda x: F.leaky_relu(x, 0.125), (-INF, INF), (0.125, 1)),
    "elu": (lambda x: F.elu(x, 1.5), (-1.5, INF), (0, 1)),
    "selu": (F.selu, (-SELU[0] * SELU[1], INF), (0, SELU[1])),
    "celu": (lambda x: F.celu(x, 2.0), (-2, INF), (0, 1)),
    "gelu": (F.gelu, (0, INF), (0, 1)),
    "geluTanh": (lambda x: F.gelu(x, approximate="tanh"), (0, INF), (0, 1)),
    "silu": (F.silu, (0, INF), (0, 1)),
    "mish": (F.mish, (0, INF), (0, 1)),
    "sigmoid": (torch.sigmoid, (0, 1), (0, 0)),
    # F.hardsigmoid multiplies by 1/6 in float32, even for float64 gradients.
    "hardSigmoid": (lambda x: F.relu6(x + 3) / 6, (0, 1), (0, 0)),
    "tanh": (torch.tanh, (-1, 1), (0, 0)),
    # The threshold is that beyond which PyTorch gives x itself; its default of 20 costs 2e-9.
    "softplus": (lambda x: F.softplus(x, threshold=700), (0, INF), (0, 1)),
    "logSigmoid": (F.logsigmoid, (-INF, 0), (1, 0)),
    "softsign": (F.softsign, (-1, 1), (0, 0)),
}
ALONG_AN_AXIS = {"softmax": torch.softmax, "logSoftmax": torch.log_softmax}


def at_infinity(name, recorded, limits):
    """Puts the limits where PyTorch gives NaN, and checks them where it does not."""
    for index, limit in ((0, limits[0]), (-1, limits[1])):
        found = recorded[index].item()
        close = found == limit or abs(found - limit) < 1e-15
        assert math.isnan(found) or close, f"{name}: {found}, stated {limit}"
        recorded[index] = limit
    assert not recorded.isnan().any(), name
    return recorded


def record():
    tensors = {"x": torch.tensor(GRID, dtype=torch.float64)}
    for name, (function, values, slopes) in POINTWISE.items():
        x = tensors["x"].clone().requires_grad_()
        y = function(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        tensors[name + ".value"] = at_infinity(name, y.detach().clone(), values)
        tensors[name + ".derivative"] = at_infinity(name, slope.clone(), slopes)
    rows = torch.tensor(
        [[0.5, -1, 2, 0.25], [1e4, 0, -1e4, 1e4], [1e-9, 0, -0.0, 3], [-800, -801, -802.5, -799]],
        dtype=torch.float64)
    upstream = torch.tensor(
        [[1, -0.5, 0.25, 2], [0.5, 1, -2, -1], [1, 1, 1, 1], [3, -1, 0.125, 1]], dtype=torch.float64)
    tensors |= {"rows": rows, "rows.upstream": upstream}
    for name, function in ALONG_AN_AXIS.items():
        for axis in (0, 1):
            x = rows.clone().requires_grad_()
            y = function(x, axis)
            (slope,) = torch.autograd.grad(y, x, upstream)
            tensors[f"{name}.{axis}.value"] = y
            tensors[f"{name}.{axis}.gradient"] = slope
    write("activations", tensors)
