"""PyTorch's training steps of the bench's workloads on the CPU.

usage: pytorch_steps.py --mode eager|fused|compile --workload NAME --batch N --threads N [--warmup S] [--seconds S]

Modes: eager; eager with the optimizer's fused form; the model compiled by torch.compile. A step is forward, loss, backward and update on one batch that lies in memory. Prints a line of JSON:
what StepFigures.java reads. The models are those of TrainingWorkloads.java.
"""
import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

VOCABULARY, TOKENS = 20000, 200


def perceptron(*sizes):
    layers = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.ReLU()] if i else []
        layers.append(nn.Linear(inputs, outputs))
    return nn.Sequential(*layers)


class TextClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.EmbeddingBag(VOCABULARY, 64, mode="mean")
        self.head = perceptron(64, 64, 2)

    def forward(self, tokens):
        return self.head(self.embedding(tokens))


def images(batch):
    return torch.rand(batch, 784), torch.randint(0, 10, (batch,))


def texts(batch):
    return torch.randint(0, VOCABULARY, (batch, TOKENS)), torch.randint(0, 2, (batch,))


def adam(parameters, fused):
    return torch.optim.Adam(parameters, lr=1e-3, fused=fused)


def momentum(parameters, fused):
    return torch.optim.SGD(parameters, lr=1e-2, momentum=0.9, fused=fused)


WORKLOADS = {
    "mlp-small": (lambda: perceptron(784, 128, 10), images, adam),
    "mlp-large": (lambda: perceptron(784, 2048, 2048, 10), images, momentum),
    "text-embed": (TextClassifier, texts, adam),
}


def timed(step, least, seconds):
    """The seconds of each step, for some seconds and at least so many steps."""
    times = []
    now = time.perf_counter()
    end = now + seconds
    while len(times) < least or now < end:
        before = now
        step()
        now = time.perf_counter()
        times.append(now - before)
    return times


def steady_seconds(warmup, median):
    """As SteadyState.java has it."""
    passed = 0.0
    for i in range(len(warmup) - 8):
        if statistics.median(warmup[i:i + 9]) <= 1.1 * median:
            return passed
        passed += warmup[i]
    return None


def peak_bytes():
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=["eager", "fused", "compile"], default="eager")
    parser.add_argument("--workload", choices=WORKLOADS, required=True)
    parser.add_argument("--device", help="ignored: this runs on the CPU")
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warmup", type=float, default=3)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    make_model, make_batch, make_optimizer = WORKLOADS[options.workload]
    model = make_model()
    features, labels = make_batch(options.batch)
    optimizer = make_optimizer(model.parameters(), options.mode == "fused" or None)
    run = torch.compile(model) if options.mode == "compile" else model

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(run(features), labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    before = time.perf_counter()
    first_loss = step().item()
    first_step_end = time.time()
    warmup = [time.perf_counter() - before] + timed(step, 2, options.warmup)
    counted = timed(step, 3, options.seconds)
    median = statistics.median(counted)
    figures = {
        "engine": f"PyTorch {torch.__version__}, {options.mode}",
        "workload": options.workload,
        "batch": options.batch,
        "threads": options.threads,
        "parameters": sum(p.numel() for p in model.parameters()),
        "steps": len(counted),
        "medianMillis": median * 1e3,
        "minMillis": min(counted) * 1e3,
        "peakMemoryBytes": peak_bytes(),
        "firstStepEnd": int(first_step_end * 1e3),
        "steadySeconds": steady_seconds(warmup, median),
        "firstLoss": first_loss,
        "lastLoss": step().item(),
    }
    print(json.dumps({k: v for k, v in figures.items() if v is not None}), flush=True)


main()
