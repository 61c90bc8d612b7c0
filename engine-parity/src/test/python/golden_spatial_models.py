"""Models over images, series and volumes for golden_step_scenarios.py, each with the shape of a sample."""
from torch import nn

OUTPUTS = 5


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(3, 4, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(16, 7), nn.ReLU(), nn.Linear(7, OUTPUTS))


def series():
    """Strides, padding, dilation and groups along one axis; the first maximum of overlapping windows."""
    return nn.Sequential(
        nn.Conv1d(2, 4, 3, stride=2, padding=1), nn.GELU(),
        nn.Conv1d(4, 6, 4, dilation=2, groups=2, padding="same"), nn.Tanh(),
        nn.MaxPool1d(3, stride=2, padding=1), nn.Flatten(), nn.Linear(24, OUTPUTS))


def volume():
    return nn.Sequential(
        nn.Conv3d(1, 3, (2, 3, 2), padding=(1, 0, 1)), nn.Tanh(), nn.MaxPool3d(2),
        nn.Conv3d(3, 4, 1, bias=False), nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(4, OUTPUTS))


def transposed():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.Tanh(),
        nn.ConvTranspose2d(4, 2, 3, stride=2, padding=1, output_padding=1), nn.Tanh(),
        nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False),
        nn.ConvTranspose2d(2, 4, 2, dilation=2, groups=2), nn.Tanh(),
        nn.AvgPool2d(3, stride=2, padding=1), nn.Flatten(), nn.Linear(36, OUTPUTS))


def depthwise():
    return nn.Sequential(
        nn.Conv2d(2, 6, 1), nn.SiLU(), nn.Conv2d(6, 6, 3, padding=1, groups=6), nn.SiLU(),
        nn.Conv2d(6, 4, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, OUTPUTS))


def upsampled():
    return nn.Sequential(
        nn.Conv2d(1, 3, 2), nn.Tanh(), nn.Upsample(scale_factor=2, mode="bilinear"),
        nn.Conv2d(3, 4, 3), nn.Tanh(), nn.Upsample(scale_factor=(2, 3), mode="nearest"),
        nn.Conv2d(4, 4, 3, stride=2), nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(4, OUTPUTS))


MODELS = {
    "lenet": (lenet, (1, 12, 12)),
    "series": (series, (2, 13)),
    "volume": (volume, (1, 4, 5, 5)),
    "transposed": (transposed, (1, 8, 8)),
    "depthwise": (depthwise, (2, 6, 5)),
    "upsampled": (upsampled, (1, 4, 4)),
}
