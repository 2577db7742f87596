#!/usr/bin/env python3
"""Logits of a Llama 3.1 or Qwen3 checkpoint in float64, with NumPy alone.

An independent reading of the model: it shares no code with the TypeScript sources, opens safetensors by itself and
decodes float8 by its formula. Slow and plain on purpose. Usage:

    python3 tools/golden-logits.py FOLDER OUT.json          short texts, the whole sequence at once
    python3 tools/golden-logits.py FOLDER OUT.json --long   the same weights in a context of 131,072, stretched from 8,192
"""

import json
import math
import random
import struct
import sys
from pathlib import Path

import numpy as np

SHORT_TOKENS = 24
LONG_TOKENS = 96
# Around the original context (64) and up to the end of the long sequence.
LONG_POSITIONS = [0, 1, 31, 62, 63, 64, 65, 80, 95]
DIGITS = 9

# Around the context that the stretch starts from, and far beyond it.
STRETCHED = {"max_position_embeddings": 131_072, "original_max_position_embeddings": 8192, "rope_theta": 500_000.0}
STRETCHED_TOKENS = 20_000
STRETCHED_POSITIONS = [0, 4095, 8190, 8191, 8192, 8193, 12_288, 16_384, 19_999]
# The end of the context: a text whose first block of 16 tokens is remembered 8,190 times, then 32 more tokens.
BLOCK = 16
END_TOKENS = 32
# Query rows at a time, so that the scores of a long text fit.
ROWS = 500


def float8_value(code):
    """e4m3fn: sign 1, exponent 4 (bias 7), mantissa 3; NaN is all ones, there is no infinity."""
    sign, exponent, mantissa = code >> 7, (code >> 3) & 0xF, code & 0x7
    if exponent == 0xF and mantissa == 0x7:
        return math.nan
    magnitude = mantissa * 2.0**-9 if exponent == 0 else (8 + mantissa) * 2.0 ** (exponent - 10)
    return -magnitude if sign else magnitude


FLOAT8 = np.array([float8_value(code) for code in range(256)], dtype=np.float64)


def decode(dtype, raw):
    if dtype == "F8_E4M3":
        return FLOAT8[np.frombuffer(raw, dtype=np.uint8)]
    if dtype == "BF16":
        return (np.frombuffer(raw, dtype="<u2").astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return np.frombuffer(raw, dtype={"F32": "<f4", "F16": "<f2"}[dtype]).astype(np.float64)


def read_tensors(folder):
    """Every tensor as float64, with scales multiplied in."""
    tensors = {}
    for path in sorted(folder.glob("*.safetensors")):
        data = path.read_bytes()
        (length,) = struct.unpack("<Q", data[:8])
        header = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        for name, entry in header.items():
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            tensors[name] = decode(entry["dtype"], data[start:end]).reshape(entry["shape"])
    for name in [name for name in tensors if name.endswith(".weight_scale")]:
        tensors[name.removesuffix("_scale")] *= tensors.pop(name)
    return tensors


def rotary_frequencies(config):
    """Radians a position, with the llama3 scaling by wavelength."""
    dim = config["head_dim"]
    scaling = config["rope_scaling"]
    if scaling is None:
        return np.array([config["rope_theta"] ** (-2 * i / dim) for i in range(dim // 2)])
    original = scaling["original_max_position_embeddings"]
    low, high, factor = scaling["low_freq_factor"], scaling["high_freq_factor"], scaling["factor"]
    frequencies, bands = [], set()
    for i in range(dim // 2):
        frequency = config["rope_theta"] ** (-2 * i / dim)
        wavelength = 2 * math.pi / frequency
        if wavelength < original / high:
            bands.add("kept")
        elif wavelength > original / low:
            bands.add("divided")
            frequency /= factor
        else:
            bands.add("blended")
            smooth = (original / wavelength - low) / (high - low)
            frequency = (1 - smooth) * frequency / factor + smooth * frequency
        frequencies.append(frequency)
    assert bands == {"kept", "blended", "divided"}, f"the checkpoint leaves out a frequency band: {bands}"
    return np.array(frequencies)


def rotate(x, angles):
    """Half-split rotation of x [tokens, heads, dim] by angles [tokens, dim / 2]."""
    half = x.shape[-1] // 2
    cos, sin = np.cos(angles)[:, None, :], np.sin(angles)[:, None, :]
    first, second = x[..., :half], x[..., half:]
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], axis=-1)


def norm(x, weight, epsilon):
    return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def attention(q, k, v, group):
    """Causal attention of the last tokens of a text to all of it; query head h reads key head h // group. q [tokens, heads, dim]"""
    tokens, heads, dim = q.shape
    past = len(k) - tokens
    out = np.empty_like(q)
    for first in range(0, tokens, ROWS):
        last = min(first + ROWS, tokens)
        seen = past + last
        future = np.arange(seen)[None, :] > past + np.arange(first, last)[:, None]
        for head in range(heads):
            scores = q[first:last, head] @ k[:seen, head // group].T / math.sqrt(dim)
            scores[future] = -np.inf
            weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
            out[first:last, head] = weights / weights.sum(axis=-1, keepdims=True) @ v[:seen, head // group]
    return out.reshape(tokens, heads * dim)


def run(config, tensors, tokens, past=None):
    """Logits [tokens, vocabulary], and keys and values of each layer. `past` holds those of the text before."""
    epsilon, dim = config["rms_norm_eps"], config["head_dim"]
    heads, kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
    first = 0 if past is None else len(past[0][0])
    angles = (first + np.arange(len(tokens)))[:, None] * rotary_frequencies(config)[None, :]
    x = tensors["model.embed_tokens.weight"][tokens]
    memory = []
    for layer in range(config["num_hidden_layers"]):
        def weight(name):
            return tensors[f"model.layers.{layer}.{name}.weight"]

        h = norm(x, weight("input_layernorm"), epsilon)
        q = (h @ weight("self_attn.q_proj").T).reshape(-1, heads, dim)
        k = (h @ weight("self_attn.k_proj").T).reshape(-1, kv_heads, dim)
        if config["model_type"] == "qwen3":
            q = norm(q, weight("self_attn.q_norm"), epsilon)
            k = norm(k, weight("self_attn.k_norm"), epsilon)
        q, k = rotate(q, angles), rotate(k, angles)
        v = (h @ weight("self_attn.v_proj").T).reshape(-1, kv_heads, dim)
        if past is not None:
            k, v = np.concatenate([past[layer][0], k]), np.concatenate([past[layer][1], v])
        memory.append((k, v))
        x = x + attention(q, k, v, heads // kv_heads) @ weight("self_attn.o_proj").T
        h = norm(x, weight("post_attention_layernorm"), epsilon)
        gate = h @ weight("mlp.gate_proj").T
        silu = gate / (1 + np.exp(-gate))
        x = x + (silu * (h @ weight("mlp.up_proj").T)) @ weight("mlp.down_proj").T
    x = norm(x, tensors["model.norm.weight"], epsilon)
    head = "model.embed_tokens.weight" if config["tie_word_embeddings"] else "lm_head.weight"
    return x @ tensors[head].T, memory


def logits(config, tensors, tokens):
    """[tokens, vocabulary]"""
    return run(config, tensors, tokens)[0]


def rounded(rows):
    return [[float(f"{value:.{DIGITS}g}") for value in row] for row in rows]


def formula_tokens(count, vocabulary):
    return [(i * i * 31 + i * 7) % vocabulary for i in range(count)]


def long_cases(config, tensors):
    vocabulary = config["vocab_size"]
    config["rope_scaling"]["original_max_position_embeddings"] = STRETCHED["original_max_position_embeddings"]
    config["rope_theta"] = STRETCHED["rope_theta"]
    tokens = formula_tokens(STRETCHED_TOKENS, vocabulary)
    rows = logits(config, tensors, tokens)[STRETCHED_POSITIONS]
    _, memory = run(config, tensors, tokens[:BLOCK])
    copies = (STRETCHED["max_position_embeddings"] - END_TOKENS) // BLOCK
    past = [tuple(np.tile(part, (copies, 1, 1)) for part in layer) for layer in memory]
    end = run(config, tensors, tokens[BLOCK : BLOCK + END_TOKENS], past)[0]
    return {
        "made_by": "tools/golden-logits.py --long",
        "config": STRETCHED,
        "tokens": STRETCHED_TOKENS,
        "positions": STRETCHED_POSITIONS,
        "logits": rounded(rows),
        "end": {"tokens": END_TOKENS, "copies": copies, "logits": rounded(end[[0, -1]])},
    }


def case(config, tensors, name, tokens, positions):
    rows = logits(config, tensors, tokens)[positions]
    return {"name": name, "tokens": tokens, "positions": positions, "logits": rounded(rows)}


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    config = json.loads((folder / "config.json").read_text())
    tensors = read_tensors(folder)
    if "--long" in sys.argv:
        out.write_text(json.dumps(long_cases(config, tensors), separators=(",", ":")).replace("],[", "],\n[") + "\n")
        return
    generator = random.Random(4)
    vocabulary = config["vocab_size"]
    short = [generator.randrange(vocabulary) for _ in range(SHORT_TOKENS)]
    long = [generator.randrange(vocabulary) for _ in range(LONG_TOKENS)]
    cases = [
        case(config, tensors, "every position of a short sequence", short, list(range(SHORT_TOKENS))),
        case(config, tensors, "positions up to and beyond the original context", long, LONG_POSITIONS),
    ]
    text = json.dumps({"made_by": "tools/golden-logits.py", "cases": cases}, separators=(",", ":"))
    out.write_text(text.replace('{"name"', '\n{"name"').replace("],[", "],\n[") + "\n")


main()
