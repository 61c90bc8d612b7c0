"""The scenarios of golden_steps.py, as data. Their twins in Java, by the same names, are built in
io.deltarule.parity.golden; a test fails if one side has a name that the other lacks. To add some, put
them into SCENARIOS and into one of the Java tables, and run golden_steps.py with their names.
"""
from dataclasses import dataclass
from typing import Callable

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import lr_scheduler as S

import golden_transformers as transformers
from golden_losses import hinge, log_cosh
from golden_optimizers import Lion
from golden_recurrent import scenarios as recurrent_scenarios
from golden_spatial_models import MODELS as SPATIAL

STEPS, BATCHES, BATCH, FEATURES, OUTPUTS = 10, 3, 6, 7, 5
RATE, SMALL_RATE = 2.0**-4, 2.0**-6


def in_weights(name, parameter):
    """The engine's rule: weights decay, biases do not."""
    return parameter.dim() > 1


@dataclass(frozen=True)
class Scenario:
    model: Callable  # () -> nn.Module
    data: Callable  # generator -> (x, target), both [BATCHES, BATCH, ...]
    loss: Callable  # (prediction, target) -> a number
    optimizer: Callable = lambda groups: torch.optim.SGD(groups)
    rates: tuple = (RATE,) * STEPS
    decay: float = 0.0
    decays: Callable = in_weights
    clip: Callable = lambda parameters: None
    micro_batches: int = 1
    average: float = None
    training: bool = True


class Residual(nn.Module):
    def __init__(self, *body):
        super().__init__()
        self.body = nn.Sequential(*body)

    def forward(self, x):
        return self.body(x) + x


# Models.


def deep(*last):
    return lambda: nn.Sequential(
        nn.Linear(FEATURES, 13), nn.Tanh(), nn.Linear(13, 11), nn.GELU(), nn.Linear(11, OUTPUTS), *last)


def shallow(activation=nn.Tanh):
    return lambda: nn.Sequential(nn.Linear(FEATURES, 11), activation(), nn.Linear(11, OUTPUTS))


def residual():
    return nn.Sequential(
        nn.Linear(FEATURES, 9), Residual(nn.Linear(9, 9), nn.SiLU()), nn.Linear(9, OUTPUTS, bias=False))


def with_dropout():
    return nn.Sequential(
        nn.Linear(FEATURES, 11), nn.Tanh(), nn.Dropout(0.5), nn.Linear(11, OUTPUTS))


# Data. Everything is drawn in float32, so that both precisions train on the same numbers.


def normal(generator, *shape):
    return torch.randn(BATCHES, BATCH, *shape, generator=generator, dtype=torch.float32)


def shares(generator):
    return torch.rand(BATCHES, BATCH, OUTPUTS, generator=generator, dtype=torch.float32)


def labels(generator):
    return torch.randint(OUTPUTS, (BATCHES, BATCH), generator=generator, dtype=torch.int32)


def some_ignored(generator):
    found = labels(generator)
    found[:, 1] = found[0, 4] = -100
    return found


def with_target(target):
    return lambda generator: (normal(generator, FEATURES), target(generator))


VALUES = with_target(lambda g: normal(g, OUTPUTS))
SIGNS = with_target(lambda g: torch.sign(normal(g, OUTPUTS)))
SHARES = with_target(shares)
LABELS = with_target(labels)
IGNORED = with_target(some_ignored)
DISTRIBUTIONS = with_target(lambda g: torch.softmax(normal(g, OUTPUTS), -1))
MARKS = with_target(lambda g: torch.sign(normal(g)))

# Losses. PyTorch has no log-cosh and no hinge loss: their formulas are in golden_losses.py.


def cross_entropy(weights=None, **options):
    def loss(p, t):
        weight = None if weights is None else torch.tensor(weights, dtype=p.dtype)
        return F.cross_entropy(p, t, weight=weight, **options)

    return loss


def weighted_with_logits(p, t):
    return F.binary_cross_entropy_with_logits(p, t, pos_weight=torch.tensor(2.5, dtype=p.dtype))


def cosine_embedding(p, t):
    """By hand: the first half of the batch's outputs pairs with the second; its marks count."""
    return F.cosine_embedding_loss(p[:3], p[3:], t[:3], margin=0.125)


def triplet_margin(p, t):
    """By hand: thirds of the batch's outputs are anchors, positives, negatives; no target counts."""
    return F.triplet_margin_loss(p[:2], p[2:4], p[4:], margin=4.0)


CLASS_WEIGHTS = (1.0, 0.5, 2.0, 0.25, 1.5)
LOSSES = {
    "meanSquared": Scenario(deep(), VALUES, F.mse_loss),
    "meanAbsolute": Scenario(deep(), VALUES, F.l1_loss),
    "huber": Scenario(deep(), VALUES, lambda p, t: F.huber_loss(p, t, delta=0.75)),
    "logCosh": Scenario(deep(), VALUES, lambda p, t: log_cosh(p, t, "mean")),
    "hinge": Scenario(deep(), SIGNS, lambda p, t: hinge(p, t, "mean")),
    "binaryCrossEntropy": Scenario(deep(nn.Sigmoid()), SHARES, F.binary_cross_entropy),
    "withLogits": Scenario(deep(), SHARES, F.binary_cross_entropy_with_logits),
    "withLogits.weighted": Scenario(deep(), SHARES, weighted_with_logits),
    "crossEntropy": Scenario(deep(), LABELS, cross_entropy()),
    "crossEntropy.distributions": Scenario(deep(), DISTRIBUTIONS, cross_entropy()),
    "crossEntropy.smoothed": Scenario(deep(), LABELS, cross_entropy(label_smoothing=0.125)),
    "crossEntropy.weighted": Scenario(deep(), LABELS, cross_entropy(CLASS_WEIGHTS)),
    "crossEntropy.ignoring": Scenario(deep(), IGNORED, cross_entropy(ignore_index=-100)),
    "crossEntropy.all": Scenario(deep(), IGNORED, cross_entropy(CLASS_WEIGHTS, label_smoothing=0.125)),
    "kullbackLeibler": Scenario(
        deep(nn.LogSoftmax(-1)), DISTRIBUTIONS, lambda p, t: F.kl_div(p, t, reduction="batchmean")),
    "cosineEmbedding": Scenario(deep(), MARKS, cosine_embedding),
    "tripletMargin": Scenario(deep(nn.Tanh()), VALUES, triplet_margin),
}

# Activations.

ACTIVATIONS = {
    "relu": nn.ReLU,
    "leakyRelu": lambda: nn.LeakyReLU(0.125),
    "elu": lambda: nn.ELU(1.5),
    "selu": nn.SELU,
    "celu": lambda: nn.CELU(2.0),
    "gelu": nn.GELU,
    "geluTanh": lambda: nn.GELU(approximate="tanh"),
    "silu": nn.SiLU,
    "mish": nn.Mish,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "softplus": nn.Softplus,
    "logSigmoid": nn.LogSigmoid,
    "softsign": nn.Softsign,
    "softmax": lambda: nn.Softmax(-1),
}

# Optimizers.

O = torch.optim


def trained(kind, rate=RATE, decay=0.0, **options):
    optimizer = lambda groups: kind(groups, lr=rate, **options)
    return Scenario(shallow(), VALUES, F.mse_loss, optimizer, rates=(rate,) * STEPS, decay=decay)


OPTIMIZERS = {
    "sgd": trained(O.SGD),
    "sgd.decay": trained(O.SGD, decay=0.125),
    "momentum": trained(O.SGD, momentum=0.9),
    "nesterov": trained(O.SGD, momentum=0.9, nesterov=True),
    "nesterov.decay": trained(O.SGD, momentum=0.9, nesterov=True, decay=0.125),
    "adaGrad": trained(O.Adagrad),
    "rmsProp": trained(O.RMSprop, SMALL_RATE),
    "rmsProp.centred": trained(O.RMSprop, SMALL_RATE, centered=True, alpha=0.9),
    "adam": trained(O.Adam, SMALL_RATE),
    "adam.betas": trained(O.Adam, SMALL_RATE, betas=(0.5, 0.75), eps=1e-3),
    "adam.decay": trained(O.Adam, SMALL_RATE, decay=0.125),
    "adamW": trained(O.AdamW, SMALL_RATE, decay=0.125),
    "nAdam": trained(O.NAdam, SMALL_RATE),
    "lion": trained(Lion, SMALL_RATE),
    "lion.decay": trained(Lion, SMALL_RATE, decay=0.125),
}

# Ways of training.


def trained_with(model=shallow(), optimizer=O.SGD, options=(), **fields):
    return Scenario(
        model, LABELS, cross_entropy(), lambda groups: optimizer(groups, **dict(options)), **fields)


clip_by_value = lambda ps: torch.nn.utils.clip_grad_value_(ps, 0.0625)
clip_by_norm = lambda ps: torch.nn.utils.clip_grad_norm_(ps, 0.5)
chosen = lambda name, parameter: name in ("0.bias", "2.weight")
METHODS = {
    "dropout.off": trained_with(with_dropout, training=False),
    "residual": trained_with(lambda: residual()),
    "accumulation": trained_with(micro_batches=3),
    "accumulation.adam.clipped": trained_with(
        optimizer=O.Adam, micro_batches=2, clip=clip_by_norm, rates=(SMALL_RATE,) * STEPS),
    "clipByValue": trained_with(clip=clip_by_value),
    "clipByGlobalNorm": trained_with(clip=clip_by_norm),
    "decay.chosen": trained_with(decay=0.125, decays=chosen),
    "decay.chosen.adamW": trained_with(
        optimizer=O.AdamW, decay=0.125, decays=chosen, rates=(SMALL_RATE,) * STEPS),
    "average": trained_with(average=0.75),
    "average.momentum.clipped": trained_with(
        options={"momentum": 0.9}.items(), average=0.75, clip=clip_by_norm),
}

# Schedules: the rates of PyTorch's schedulers, stepped once an update.


def rates(schedule, rate):
    optimizer = O.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler, found = schedule(optimizer), []
    for _ in range(STEPS):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return tuple(found)


def warm_up_and_cosine(optimizer):
    """Warm-up over 3 steps, rate (step + 1) / 3, then half a cosine from the rate to 0.01."""
    warm_up = S.LambdaLR(optimizer, lambda step: (step + 1) / 3)
    return S.SequentialLR(
        optimizer, [warm_up, S.CosineAnnealingLR(optimizer, T_max=STEPS - 3, eta_min=0.01)], [3])


SCHEDULES = {
    "step": trained_with(rates=rates(lambda o: S.StepLR(o, step_size=3, gamma=0.5), RATE)),
    "exponential": trained_with(rates=rates(lambda o: S.ExponentialLR(o, gamma=0.9), RATE)),
    "warmUpAndCosine": trained_with(rates=rates(warm_up_and_cosine, RATE)),
    "oneCycle": trained_with(
        rates=rates(lambda o: S.OneCycleLR(o, max_lr=RATE, total_steps=STEPS), RATE)),
    "oneCycle.adam": trained_with(
        optimizer=O.Adam,
        rates=rates(lambda o: S.OneCycleLR(o, max_lr=SMALL_RATE, total_steps=STEPS), SMALL_RATE)),
}

# Layers over indices. The bags' last four indices are often padding, and one bag is all padding.

VOCABULARY, WORDS, WIDTH, PADDING = 17, 9, 4, 2


def words(generator):
    return torch.randint(VOCABULARY, (BATCHES, BATCH, WORDS), generator=generator, dtype=torch.int32)


def padded(generator):
    found = words(generator)
    short = torch.randint(2, (BATCHES, BATCH), generator=generator, dtype=torch.bool)
    found[:, :, -4:][short] = PADDING
    found[0, 3] = PADDING
    return found


def of_words(model, data=words, optimizer=O.SGD, rate=RATE):
    return Scenario(
        model, lambda g: (data(g), labels(g)), cross_entropy(), optimizer, rates=(rate,) * STEPS)


def embedding(**options):
    return lambda: nn.Sequential(
        nn.Embedding(VOCABULARY, WIDTH, **options), nn.Flatten(), nn.Linear(WORDS * WIDTH, OUTPUTS))


def bag(mode, **options):
    return lambda: nn.Sequential(
        nn.EmbeddingBag(VOCABULARY, WIDTH, mode=mode, **options), nn.Linear(WIDTH, OUTPUTS))


def text():
    return nn.Sequential(
        nn.EmbeddingBag(VOCABULARY, 7, mode="mean"), nn.Linear(7, 11), nn.ReLU(), nn.Linear(11, OUTPUTS))


# Layers over spatial axes.


def of_images(name, optimizer=O.SGD, rate=RATE):
    model, sample = SPATIAL[name]
    data = lambda g: (normal(g, *sample), labels(g))
    return Scenario(model, data, cross_entropy(), optimizer, rates=(rate,) * STEPS)


LAYERS = {
    **{f"spatial.{name}": of_images(name) for name in SPATIAL},
    "spatial.lenet.adam": of_images("lenet", O.Adam, SMALL_RATE),
    "embedding": of_words(embedding()),
    "embedding.padding": of_words(embedding(padding_idx=PADDING), padded),
    "embeddingBag.sum": of_words(bag("sum")),
    "embeddingBag.mean": of_words(bag("mean")),
    "embeddingBag.sum.padding": of_words(bag("sum", padding_idx=PADDING), padded),
    "embeddingBag.mean.padding": of_words(bag("mean", padding_idx=PADDING), padded),
    "embeddingBag.text.adam": of_words(text, optimizer=O.Adam, rate=SMALL_RATE),
}

RECURRENT = recurrent_scenarios(
    Scenario, lambda g, *shape: (normal(g, *shape), labels(g)), cross_entropy(), OUTPUTS)
# Normalisation.


class Squeezed(nn.Module):
    """torchvision's SqueezeExcitation, which torch does not have."""

    def __init__(self, channels, squeezed):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        means = x.mean(-1, keepdim=True).unsqueeze(-1)
        return x * torch.sigmoid(self.fc2(torch.relu(self.fc1(means)))).squeeze(-1)


def batch_normed(**options):
    return lambda: nn.Sequential(
        nn.Linear(FEATURES, 9, bias=False), nn.BatchNorm1d(9, **options), nn.Tanh(),
        Residual(nn.Linear(9, 9, bias=False), nn.BatchNorm1d(9), nn.Tanh()),
        nn.Linear(9, OUTPUTS))


def normed(norm):
    return lambda: nn.Sequential(
        nn.Linear(FEATURES, 12), norm(), nn.GELU(), nn.Linear(12, OUTPUTS))


def normed_channels(norm):
    return lambda: nn.Sequential(
        nn.Linear(FEATURES, 24), nn.Unflatten(1, (4, 6)), norm(), nn.Tanh(), nn.Flatten(),
        nn.Linear(24, OUTPUTS))


adam_w = dict(optimizer=O.AdamW, decay=0.125, rates=(SMALL_RATE,) * STEPS)
momentum = dict(options={"momentum": 0.9}.items())
NORMS = {
    "batchNorm": trained_with(batch_normed(), **momentum),
    "batchNorm.accumulation": trained_with(batch_normed(), micro_batches=2),
    "batchNorm.cumulative": trained_with(batch_normed(momentum=None), **adam_w),
    "batchNorm.channels": trained_with(normed_channels(lambda: nn.BatchNorm1d(4)), **momentum),
    "layerNorm.adamW": trained_with(normed(lambda: nn.LayerNorm(12)), **adam_w),
    "layerNorm.noBias": trained_with(normed(lambda: nn.LayerNorm(12, bias=False))),
    "rmsNorm.adamW": trained_with(normed(lambda: nn.RMSNorm(12, eps=2.0**-23)), **adam_w),
    "groupNorm": trained_with(normed_channels(lambda: nn.GroupNorm(2, 4))),
    "instanceNorm": trained_with(normed_channels(lambda: nn.InstanceNorm1d(4, affine=True))),
    "squeezeExcitation": trained_with(normed_channels(lambda: Squeezed(4, 2))),
}

# Transformers.

NEXT_TOKENS = transformers.next_tokens(BATCHES, BATCH)
TEXTS = transformers.tokens(BATCHES, BATCH)


def language_model(model, data=NEXT_TOKENS, **fields):
    return Scenario(
        model, data, transformers.at_each_step, lambda groups: O.AdamW(groups),
        rates=(SMALL_RATE,) * STEPS, **fields)


def translated(generator):
    return TEXTS(generator), NEXT_TOKENS(generator)[1]


TRANSFORMERS = {
    "gpt.adamW": language_model(transformers.Gpt, decay=0.125),
    "llama": language_model(transformers.Llama),
    "multiHeadAttention.padding": Scenario(
        transformers.Padded, lambda g: (TEXTS(g), labels(g)), cross_entropy()),
    "transformer.normLast": language_model(
        lambda: transformers.EncoderDecoder(False, "relu"), translated),
    "transformer.normFirst": language_model(
        lambda: transformers.EncoderDecoder(True, "gelu"), translated),
}

SCENARIOS = {
    f"{family}.{name}": scenario
    for family, scenarios in {
        "loss": LOSSES,
        "activation": {
            name: Scenario(shallow(a), VALUES, F.mse_loss) for name, a in ACTIVATIONS.items()},
        "optimizer": OPTIMIZERS,
        "method": METHODS,
        "schedule": SCHEDULES,
        "layer": LAYERS | RECURRENT | TRANSFORMERS,
        "norm": NORMS,
    }.items()
    for name, scenario in scenarios.items()
}
