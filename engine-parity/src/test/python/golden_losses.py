"""Losses: value and the gradients of every floating-point input, for each reduction."""
import warnings

import torch
import torch.nn.functional as F

from golden_file import write

ROWS, CLASSES = 6, 4
generator = torch.Generator().manual_seed(20)


def normal(*shape):
    return torch.randn(*shape, generator=generator)


def upstream(loss):
    """What the loss is differentiated against: 1, or numbers that tell its elements apart."""
    return 0.25 + torch.arange(loss.numel(), dtype=loss.dtype).reshape(loss.shape) / 8


def log_cosh(p, t, reduction):
    return reduce(torch.log(torch.cosh(p - t)), reduction)


def hinge(p, t, reduction):
    return reduce(torch.clamp(1 - t * p, min=0), reduction)


def reduce(losses, reduction):
    return {"mean": torch.mean, "sum": torch.sum, "none": lambda x: x}[reduction](losses)


def inputs():
    p, t = normal(ROWS, CLASSES), normal(ROWS, CLASSES)
    t[0, 0] = p[0, 0]  # a difference of exactly 0
    signs = torch.sign(normal(ROWS, CLASSES))
    share = torch.rand(ROWS, CLASSES, generator=generator)
    logits = 3 * normal(ROWS, CLASSES)
    far = torch.tensor([[1e4, -1e4, 500, 0], [-1e4, 1e4, -500, -0.0]], dtype=p.dtype)
    hard = torch.tensor([[1, 0, 0, 1], [1, 0, 1, 0]], dtype=p.dtype)
    return {
        "values": (p, t),
        "signs": (p, signs),
        "probabilities": (torch.sigmoid(logits), share),
        "certain": (torch.tensor([[1.0, 0, 0.5, 0.25]]), torch.tensor([[1.0, 0, 1, 0]])),
        "logits": (logits, share),
        "farLogits": (far, hard),
        "labels": (logits, torch.tensor([0, 3, 1, 2, 2, 0], dtype=torch.int32)),
        "ignored": (logits, torch.tensor([0, 3, -100, 2, 2, -100], dtype=torch.int32)),
        "ignoredClass": (logits, torch.tensor([0, 3, 1, 2, 2, 0], dtype=torch.int32)),
        "farLabels": (far, torch.tensor([0, 3], dtype=torch.int32)),
        "distributions": (logits, torch.softmax(normal(ROWS, CLASSES), -1)),
        "logProbabilities": (torch.log_softmax(logits, -1), sparse(torch.softmax(share, -1))),
        "embeddings": (p, t, torch.tensor([1.0, -1, 1, -1, -1, 1])),
        "triplets": (p, t, normal(ROWS, CLASSES)),
    }


def sparse(distribution):
    distribution[0] = torch.tensor([0, 0.5, 0, 0.5])
    return distribution


WEIGHTS = torch.tensor([1.0, 0.5, 2.0, 0.25], dtype=torch.float64)


def cross_entropy(**options):
    def loss(p, t, reduction):
        target = t if t.is_floating_point() else t.long()
        return F.cross_entropy(p, target, reduction=reduction, **options)

    return loss


# Name: (inputs, loss).
LOSSES = {
    "meanSquared": ("values", F.mse_loss),
    "meanAbsolute": ("values", F.l1_loss),
    "huber": ("values", lambda p, t, reduction: F.huber_loss(p, t, reduction, delta=0.75)),
    "logCosh": ("values", log_cosh),
    "hinge": ("signs", hinge),
    "binaryCrossEntropy": ("probabilities", F.binary_cross_entropy),
    "binaryCrossEntropy.certain": ("certain", F.binary_cross_entropy),
    "withLogits": ("logits", F.binary_cross_entropy_with_logits),
    "withLogits.far": ("farLogits", F.binary_cross_entropy_with_logits),
    "withLogits.weighted": ("logits", lambda p, t, reduction: F.binary_cross_entropy_with_logits(
        p, t, reduction=reduction, pos_weight=torch.tensor(2.5))),
    "crossEntropy": ("labels", cross_entropy()),
    "crossEntropy.far": ("farLabels", cross_entropy()),
    "crossEntropy.smoothed": ("labels", cross_entropy(label_smoothing=0.125)),
    "crossEntropy.weighted": ("labels", cross_entropy(weight=WEIGHTS)),
    "crossEntropy.ignored": ("ignored", cross_entropy()),
    "crossEntropy.ignoredClass": ("ignoredClass", cross_entropy(ignore_index=2)),
    "crossEntropy.all": ("ignored", cross_entropy(weight=WEIGHTS, label_smoothing=0.125)),
    "crossEntropy.distribution": ("distributions", cross_entropy()),
    "crossEntropy.distribution.all": (
        "distributions", cross_entropy(weight=WEIGHTS, label_smoothing=0.125)),
    "kullbackLeibler": ("logProbabilities", lambda p, t, reduction: F.kl_div(p, t, reduction=reduction)),
    "cosineEmbedding": ("embeddings", lambda a, b, marks, reduction: F.cosine_embedding_loss(
        a, b, marks, margin=0.125, reduction=reduction)),
    "tripletMargin": ("triplets", lambda a, p, n, reduction: F.triplet_margin_loss(
        a, p, n, margin=0.75, reduction=reduction)),
}


def differentiable(name, index):
    """Marks choose between two losses; a certain probability's bounded logarithm has no agreed slope."""
    return (name, index) not in {("cosineEmbedding", 2), ("binaryCrossEntropy.certain", 1)}


def record():
    warnings.simplefilter("ignore")  # PyTorch advises against the mean of kl_div
    tensors = {}
    all_inputs = inputs()
    for key, values in all_inputs.items():
        tensors |= {f"{key}.{i}": value for i, value in enumerate(values)}
    for name, (key, loss) in LOSSES.items():
        for reduction in ("mean", "sum", "none"):
            values = [value.detach().clone() for value in all_inputs[key]]
            wanted = [
                i for i, v in enumerate(values) if v.is_floating_point() and differentiable(name, i)]
            for i in wanted:
                values[i].requires_grad_()
            result = loss(*values, reduction=reduction)
            weights = upstream(result)
            gradients = torch.autograd.grad(result, [values[i] for i in wanted], weights)
            at = f"{name}.{reduction}."
            tensors |= {at + "value": result, at + "upstream": weights}
            if name == "kullbackLeibler":
                # t log t has no finite slope at 0, where PyTorch gives NaN; 0 is stated.
                gradients[1][values[1] == 0] = 0
            tensors |= {f"{at}gradient.{i}": g for i, g in zip(wanted, gradients)}
    p, t = (v.detach().clone().requires_grad_() for v in all_inputs["logProbabilities"])
    result = F.kl_div(p, t, reduction="batchmean")
    tensors["kullbackLeibler.batchMean.value"] = result
    tensors["kullbackLeibler.batchMean.gradient.0"] = torch.autograd.grad(result, p)[0]
    write("losses", tensors)
