"""PyTorch's training steps of the bench's workloads on the CPU.

usage: pytorch_steps.py --mode eager|fused|compile --workload NAME --batch N --threads N [--warmup S] [--seconds S]

Modes: eager; eager with the optimizer's fused form; the model compiled by torch.compile. A step is forward, loss, backward and update on one batch that lies in memory. Prints a line of JSON:
what StepFigures.java reads. The models are those of TrainingWorkloads.java.
"""
import argparse
import json
import math
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

WORDS, WORDS_OF_A_TEXT = 20000, 200
CHARACTERS, LSTM_STEPS, GPT_STEPS = 96, 64, 256


def perceptron(*sizes):
    layers = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers += [nn.ReLU()] if i else []
        layers.append(nn.Linear(inputs, outputs))
    return nn.Sequential(*layers)


def digit_classifier():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        perceptron(64 * 12 * 12, 128, 10))


class Residual(nn.Module):
    """Two convolutions, around which a shortcut goes: a projection where the shape changes."""

    def __init__(self, inputs, outputs):
        super().__init__()
        stride = 1 if inputs == outputs else 2
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if inputs == outputs else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet20():
    layers, width = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
    for channels in (16, 32, 64):
        for _ in range(3):
            layers.append(Residual(width, channels))
            width = channels
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, 10))


class TextClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.EmbeddingBag(WORDS, 64, mode="mean")
        self.head = perceptron(64, 64, 2)

    def forward(self, tokens):
        return self.head(self.embedding(tokens))


class CharacterModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(CHARACTERS, 64)
        self.lstm = nn.LSTM(64, 256, 2, batch_first=True)
        self.head = nn.Linear(256, CHARACTERS)

    def forward(self, tokens):
        return self.head(self.lstm(self.embedding(tokens))[0])


class GptBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.attention = nn.LayerNorm(width), nn.Linear(width, 3 * width)
        self.projection = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.feed_forward = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(approximate="tanh"), nn.Linear(4 * width, width))

    def forward(self, x):
        batch, steps, width = x.shape
        query, key, value = (
            part.view(batch, steps, self.heads, width // self.heads).transpose(1, 2)
            for part in self.attention(self.norm1(x)).split(width, 2))
        attended = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.projection(attended.transpose(1, 2).reshape(batch, steps, width))
        return x + self.feed_forward(self.norm2(x))


class Gpt(nn.Module):
    """GPT-2 with tied weights and without dropout, initialised as GptConfig.java has it."""

    def __init__(self, vocabulary, context, layers, heads, width):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*[GptBlock(width, heads) for _ in range(layers)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.tokens.weight
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                into_stream = name.endswith(("projection.weight", "feed_forward.2.weight"))
                nn.init.normal_(parameter, std=0.02 / (2 * layers) ** 0.5 if into_stream else 0.02)

    def forward(self, tokens):
        positions = torch.arange(tokens.shape[1])
        return self.head(self.norm(self.blocks(self.tokens(tokens) + self.positions(positions))))


def numbers(*shape):
    """Batches of numbers, with one of ten labels for each sample."""
    return lambda batch: (torch.rand(batch, *shape), torch.randint(0, 10, (batch,)))


def texts(batch):
    return torch.randint(0, WORDS, (batch, WORDS_OF_A_TEXT)), torch.randint(0, 2, (batch,))


def sequences(steps, vocabulary):
    """Batches of tokens, with a label at each step."""
    return lambda batch: tuple(torch.randint(0, vocabulary, (batch, steps)) for _ in range(2))


def adam(parameters, fused):
    return torch.optim.Adam(parameters, lr=1e-3, fused=fused)


def adamw(parameters, fused):
    return torch.optim.AdamW(parameters, lr=3e-4, weight_decay=0.1, fused=fused)


def momentum(parameters, fused):
    return torch.optim.SGD(parameters, lr=1e-2, momentum=0.9, fused=fused)


WORKLOADS = {
    "mlp-small": (lambda: perceptron(784, 128, 10), numbers(784), adam),
    "mlp-large": (lambda: perceptron(784, 2048, 2048, 10), numbers(784), momentum),
    "cnn-mnist": (digit_classifier, numbers(1, 28, 28), adam),
    "resnet20": (resnet20, numbers(3, 32, 32), momentum),
    "text-embed": (TextClassifier, texts, adam),
    "char-lstm": (CharacterModel, sequences(LSTM_STEPS, CHARACTERS), adam),
    "gpt-nano": (lambda: Gpt(65, GPT_STEPS, 6, 6, 384), sequences(GPT_STEPS, 65), adamw),
    "gpt2-124m": (lambda: Gpt(50257, 1024, 12, 12, 768), sequences(GPT_STEPS, 50257), adamw),
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
    window = max(3, min(9, math.ceil(1 / median)))
    passed = 0.0
    for i in range(len(warmup) - window + 1):
        if statistics.median(warmup[i:i + window]) <= 1.1 * median:
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
        loss = F.cross_entropy(run(features).flatten(0, -2), labels.flatten())
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
