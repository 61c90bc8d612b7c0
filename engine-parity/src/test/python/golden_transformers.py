"""The transformers of golden_step_scenarios.py: PyTorch's own layers, and GPT-2 and a block of LLaMA by the names
of their files.
"""
import torch
import torch.nn.functional as F
from torch import nn

VOCABULARY, LENGTH, WIDTH, HEADS, OUTPUTS, PADDING = 11, 7, 6, 2, 5, 0


class TransposedLinear(nn.Module):
    """GPT-2's files store these weights as [in, out]."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return x @ self.weight + self.bias


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_attn = TransposedLinear(WIDTH, 3 * WIDTH)
        self.c_proj = TransposedLinear(WIDTH, WIDTH)

    def forward(self, x):
        heads = [part.unflatten(-1, (HEADS, -1)).transpose(1, 2) for part in self.c_attn(x).chunk(3, -1)]
        y = F.scaled_dot_product_attention(*heads, is_causal=True)
        return self.c_proj(y.transpose(1, 2).flatten(2))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.c_fc = TransposedLinear(WIDTH, 4 * WIDTH)
        self.c_proj = TransposedLinear(4 * WIDTH, WIDTH)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1, self.attn = nn.LayerNorm(WIDTH), Attention()
        self.ln_2, self.mlp = nn.LayerNorm(WIDTH), Network()

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Gpt(nn.Module):
    """With the embedding of the tokens as the output's weights."""

    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(LENGTH + 2, WIDTH)
        self.h = nn.ModuleList([Block(), Block()])
        self.ln_f = nn.LayerNorm(WIDTH)

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe(torch.arange(tokens.shape[-1]))
        for block in self.h:
            x = block(x)
        return self.ln_f(x) @ self.wte.weight.T


def turned(x, base=10000.0):
    """Rotary positions of [B, H, T, D], as LLaMA pairs elements: i with i + D / 2."""
    half = x.shape[-1] // 2
    frequencies = base ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.outer(torch.arange(x.shape[-2], dtype=torch.float64), frequencies)
    # Rounded to float32, in which the engine keeps them, whatever it computes in.
    cos, sin = (table.float().to(x.dtype) for table in (angles.cos(), angles.sin()))
    first, second = x.chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)


class GroupedAttention(nn.Module):
    def __init__(self, width, heads, groups):
        super().__init__()
        self.heads, self.groups = heads, groups
        shared = width // heads * groups
        self.q_proj = nn.Linear(width, width, bias=False)
        self.k_proj = nn.Linear(width, shared, bias=False)
        self.v_proj = nn.Linear(width, shared, bias=False)
        self.o_proj = nn.Linear(width, width, bias=False)

    def forward(self, x):
        split = lambda rows, count: rows.unflatten(-1, (count, -1)).transpose(1, 2)
        q = turned(split(self.q_proj(x), self.heads))
        k = turned(split(self.k_proj(x), self.groups))
        v = split(self.v_proj(x), self.groups)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return self.o_proj(y.transpose(1, 2).flatten(2))


class SwiGlu(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.gate_proj = nn.Linear(width, hidden, bias=False)
        self.up_proj = nn.Linear(width, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Llama(nn.Module):
    """One block of four heads in two groups, and a norm before the output."""

    def __init__(self, width=8, eps=2.0**-20):
        super().__init__()
        self.embed_tokens = nn.Embedding(VOCABULARY, width)
        self.input_layernorm = nn.RMSNorm(width, eps=eps)
        self.self_attn = GroupedAttention(width, 4, 2)
        self.post_attention_layernorm = nn.RMSNorm(width, eps=eps)
        self.mlp = SwiGlu(width, 10)
        self.norm = nn.RMSNorm(width, eps=eps)
        self.lm_head = nn.Linear(width, VOCABULARY, bias=False)

    def forward(self, tokens):
        x = self.embed_tokens(tokens)
        x = x + self.self_attn(self.input_layernorm(x))
        x = x + self.mlp(self.post_attention_layernorm(x))
        return self.lm_head(self.norm(x))


class Padded(nn.Module):
    """Words, an attention that does not see padding, and a classification of each text."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.head = nn.Linear(WIDTH, OUTPUTS)

    def forward(self, tokens):
        x = self.words(tokens)
        y, _ = self.attention(x, x, x, key_padding_mask=tokens == PADDING, need_weights=False)
        return self.head(y.mean(1))


class EncoderDecoder(nn.Module):
    """An encoder that does not see padding, and a decoder that attends to what it gives."""

    def __init__(self, norm_first, activation):
        super().__init__()
        options = {
            "dropout": 0.0, "batch_first": True, "norm_first": norm_first, "activation": activation}
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.encoder = nn.TransformerEncoderLayer(WIDTH, HEADS, 10, **options)
        self.decoder = nn.TransformerDecoderLayer(WIDTH, HEADS, 9, **options)
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, tokens):
        x, padding = self.words(tokens), tokens == PADDING
        memory = self.encoder(x, src_key_padding_mask=padding)
        hidden = torch.full((LENGTH, LENGTH), float("-inf"), dtype=x.dtype).triu(1)
        y = self.decoder(
            x, memory, tgt_mask=hidden, tgt_is_causal=True, memory_key_padding_mask=padding)
        return self.head(y)


def tokens(batches, batch):
    """Texts whose ends are often padding, but of at least one word."""

    def drawn(generator):
        found = torch.randint(
            1, VOCABULARY, (batches, batch, LENGTH), generator=generator, dtype=torch.int32)
        lengths = torch.randint(1, LENGTH + 1, (batches, batch, 1), generator=generator)
        return torch.where(torch.arange(LENGTH) < lengths, found, PADDING).int()

    return drawn


def next_tokens(batches, batch):
    def drawn(generator):
        found = torch.randint(
            VOCABULARY, (batches, batch, LENGTH + 1), generator=generator, dtype=torch.int32)
        return found[..., :-1].contiguous(), found[..., 1:].contiguous()

    return drawn


def at_each_step(logits, labels):
    return F.cross_entropy(logits.flatten(0, 1), labels.flatten())
