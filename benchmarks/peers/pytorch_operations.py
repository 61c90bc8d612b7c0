"""PyTorch's single operations on the CPU, in GB/s of compulsory bytes.

usage: pytorch_operations.py [--threads N] [--warmup S] [--seconds S] [op:NAME ...]

Beyond the caches, where memory is the limit. Bytes are each input read and each output written once,
for an optimizer the gradient read, and parameters and slots read and written. Results are written
into tensors that are there already, where PyTorch lets them be given. Prints a line for each
operation: name, value and unit, separated by tabs.
"""
import torch

from measure import arguments, median_seconds

FLAT = 1 << 24
MATRIX = 16384, 1024
SCORES = 6144, 256
PARAMETERS = 5000 * 5000 + 5000


def add():
    a, b = torch.rand(FLAT), torch.rand(FLAT)
    out = torch.empty(FLAT)
    return lambda: torch.add(a, b, out=out), 3 * FLAT


def relu():
    x, out = torch.rand(FLAT) - 0.5, torch.empty(FLAT)
    return lambda: torch.clamp(x, min=0, out=out), 2 * FLAT


def gelu():
    x, out = torch.rand(FLAT) - 0.5, torch.empty(FLAT)
    return lambda: torch.ops.aten.gelu.out(x, out=out), 2 * FLAT


def reduction(dim, kept):
    x, out = torch.rand(MATRIX), torch.empty(kept)
    return lambda: torch.sum(x, dim=dim, out=out), MATRIX[0] * MATRIX[1] + max(1, out.numel())


def softmax():
    x, out = torch.rand(SCORES), torch.empty(SCORES)
    return lambda: torch.softmax(x, 1, out=out), 2 * SCORES[0] * SCORES[1]


def optimizer(make, moved):
    parameters = torch.zeros(PARAMETERS, requires_grad=True)
    parameters.grad = torch.rand(PARAMETERS) - 0.5
    return make([parameters]).step, moved * PARAMETERS


WORK = {
    "op:add": add,
    "op:relu": relu,
    "op:gelu": gelu,
    "op:sum-all": lambda: reduction((0, 1), ()),
    "op:sum-rows": lambda: reduction(1, MATRIX[0]),
    "op:sum-columns": lambda: reduction(0, MATRIX[1]),
    "op:softmax": softmax,
    "op:sgd": lambda: optimizer(lambda p: torch.optim.SGD(p, lr=1e-3, fused=True), 3),
    "op:momentum": lambda: optimizer(
        lambda p: torch.optim.SGD(p, lr=1e-3, momentum=0.9, fused=True), 5),
    "op:adam": lambda: optimizer(lambda p: torch.optim.Adam(p, lr=1e-3, fused=True), 7),
    "op:adamw": lambda: optimizer(
        lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.01, fused=True), 7),
}


def main():
    options = arguments(__doc__, list(WORK))
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for workload in options.workloads:
        if workload not in WORK:
            raise SystemExit(f"unknown operation {workload}; there are {', '.join(WORK)}")
        with torch.no_grad():
            run, elements = WORK[workload]()
            seconds = median_seconds(run, options)
        print(f"{workload}\t{4 * elements / 1e9 / seconds:.4f}\tGB/s", flush=True)


main()
