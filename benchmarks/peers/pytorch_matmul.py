"""PyTorch's matrix product on the CPU, in GFLOP/s.

usage: pytorch_matmul.py [--threads N] [--warmup S] [--seconds S] [matmul:MxNxK[:nt] ...]

The letters after the shape say whether the left and the right operand are stored transposed (t) or
not (n). Prints a line for each product: name, value and unit, separated by tabs. The result is
written into a matrix that is there already: nothing is allocated while the time runs.
"""
import torch

from measure import arguments, median_seconds

DEFAULT = ["matmul:384x384x384", "matmul:768x768x768", "matmul:1536x1536x1536"]


def operand(rows, columns, transposed):
    if transposed:
        return (torch.rand(columns, rows) - 0.5).t()
    return torch.rand(rows, columns) - 0.5


def main():
    options = arguments(__doc__, DEFAULT)
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    for workload in options.workloads:
        shape, _, stored = workload.removeprefix("matmul:").partition(":")
        m, n, k = map(int, shape.split("x"))
        left = operand(m, k, stored[:1] == "t")
        right = operand(k, n, stored[1:] == "t")
        product = torch.empty(m, n)
        with torch.inference_mode():
            seconds = median_seconds(lambda: torch.mm(left, right, out=product), options)
        print(f"{workload}\t{2 * m * n * k / 1e9 / seconds:.4f}\tGFLOP/s", flush=True)


main()
