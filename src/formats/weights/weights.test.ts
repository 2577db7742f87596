import { readSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../errors.ts";
import { encodeFloats, type FloatDtype } from "../floats/float-arrays.ts";
import { type Checkpoint, openCheckpoint } from "../safetensors/open-checkpoint.ts";
import { writeCheckpoint } from "../safetensors/write-checkpoint.ts";
import type { TensorData } from "../safetensors/write-safetensors.ts";
import { hermesErrorOf, temporaryFolder, tensorOf } from "../test-files.ts";
import { describeWeight, findStrayScales } from "./describe-weight.ts";
import type { QuantizationConfig } from "./quantization-config.ts";
import { readFloats } from "./read-floats.ts";

const channel: QuantizationConfig = { method: "compressed-tensors", strategies: ["channel"], ignore: ["lm_head"] };
const perTensor: QuantizationConfig = { ...channel, strategies: ["tensor"] };

function floats(name: string, dtype: FloatDtype, shape: readonly number[], values: readonly number[]): TensorData {
  const bytes = new Uint8Array(values.length * { F8_E4M3: 1, BF16: 2, F16: 2, F32: 4 }[dtype]);
  encodeFloats(dtype, Float32Array.from(values), bytes);
  return tensorOf(name, dtype, shape, bytes);
}

/** A float8 weight [3, 2] of ones, and what stands beside it. */
const weight = floats("m.weight", "F8_E4M3", [3, 2], Array(6).fill(1));
const scale = (shape: readonly number[], values: readonly number[], dtype: FloatDtype = "BF16") =>
  floats("m.weight_scale", dtype, shape, values);

function withCheckpoint<Result>(tensors: readonly TensorData[], use: (checkpoint: Checkpoint) => Result): Result {
  const folder = temporaryFolder();
  writeCheckpoint(folder, tensors, { shards: 2 });
  const checkpoint = openCheckpoint(folder);
  try {
    return use(checkpoint);
  } finally {
    checkpoint.dispose();
  }
}

describe("float8 with scales", () => {
  test.each([
    ["[rows, 1] in bfloat16", scale([3, 1], [0.5, 2, -1]), channel, [0.5, 2, -1]],
    ["[rows] in float32", scale([3], [0.1, 2, 0], "F32"), channel, [Math.fround(0.1), 2, 0]],
    ["[rows, 1] in float16, no configuration", scale([3, 1], [0.5, 2, 4], "F16"), null, [0.5, 2, 4]],
    ["[1], repeated for every row", scale([1], [0.25]), perTensor, [0.25, 0.25, 0.25]],
    ["a scalar, repeated for every row", scale([], [0.25]), null, [0.25, 0.25, 0.25]],
  ])("%s", (_, scaleTensor, quantization, expected) => {
    withCheckpoint([weight, scaleTensor], (checkpoint) => {
      const tensor = describeWeight(checkpoint, quantization, "m.weight");
      expect(tensor).toMatchObject({ name: "m.weight", rows: 3, columns: 2 });
      expect(tensor.dtype).toEqual({ kind: "float8", rowScales: Float32Array.from(expected) });
    });
  });

  test("zero points of zero are accepted", () => {
    const zeroPoint = tensorOf("m.weight_zero_point", "F8_E4M3", [3, 1], new Uint8Array(3));
    withCheckpoint([weight, scale([3, 1], [1, 1, 1]), zeroPoint], (checkpoint) => {
      expect(describeWeight(checkpoint, channel, "m.weight").dtype.kind).toBe("float8");
    });
  });
});

describe("plain weights", () => {
  test.each([
    ["BF16", "bfloat16"],
    ["F16", "float16"],
    ["F32", "float32"],
  ] as const)("%s", (dtype, kind) => {
    withCheckpoint([floats("e", dtype, [3, 2], [0, 1, 2, 3, 4, 5])], (checkpoint) => {
      const tensor = describeWeight(checkpoint, null, "e");
      expect(tensor.dtype).toEqual({ kind });
      const expected = new Uint8Array(dtype === "F32" ? 16 : 8);
      encodeFloats(dtype, Float32Array.of(2, 3, 4, 5), expected);
      const target = new Uint8Array(expected.length);
      tensor.readRows(target, 1, 2);
      expect(target).toEqual(expected);
      const { descriptor, offset, byteLength } = tensor.locate();
      expect(byteLength).toBe(3 * (expected.length / 2));
      readSync(descriptor, target.fill(0), 0, target.length, offset + byteLength - target.length);
      expect(target).toEqual(expected);
    });
  });

  test("rows outside the matrix are refused", () => {
    withCheckpoint([floats("e", "BF16", [3, 2], Array(6).fill(0))], (checkpoint) => {
      const tensor = describeWeight(checkpoint, null, "e");
      for (const [first, count] of [
        [2, 2],
        [-1, 1],
        [0, -1],
        [0.5, 1],
      ] as const) {
        expect(hermesErrorOf(() => tensor.readRows(new Uint8Array(100), first, count)).code).toBe("usage");
      }
    });
  });

  test("a scale beside one belongs to nothing and is reported", () => {
    const tensors = [weight, scale([3, 1], [1, 1, 1]), floats("p.weight", "BF16", [1, 1], [1])];
    const stray = [floats("p.weight_scale", "F32", [1], [1]), floats("q.weight_scale_inv", "F32", [1], [1])];
    withCheckpoint([...tensors, ...stray], (checkpoint) => {
      expect([...findStrayScales(checkpoint)].sort()).toEqual(["p.weight_scale", "q.weight_scale_inv"]);
      expect(describeWeight(checkpoint, channel, "p.weight").dtype).toEqual({ kind: "bfloat16" });
    });
  });
});

/** Name, tensors, configuration, code, words of the message. */
const refused: readonly (readonly [string, readonly TensorData[], QuantizationConfig | null, ErrorCode, RegExp])[] = [
  ["a missing weight", [scale([3], [1, 1, 1])], null, "checkpoint-invalid", /"m.weight" is missing/],
  ["a vector", [floats("m.weight", "BF16", [2], [1, 1])], null, "checkpoint-invalid", /two dimensions/],
  ["no scale", [weight], channel, "checkpoint-invalid", /expected a scale beside it/],
  [
    "a scale per column",
    [weight, scale([1, 2], [1, 1])],
    null,
    "checkpoint-invalid",
    /\[3, 1\], \[3\] or \[1\], got \[1,2\]/,
  ],
  ["a scale per block", [weight, scale([2, 1], [1, 1])], null, "checkpoint-invalid", /got \[2,1\]/],
  [
    "one scale where rows were declared",
    [weight, scale([1], [1])],
    channel,
    "checkpoint-invalid",
    /strategy "channel"/,
  ],
  [
    "row scales where one was declared",
    [weight, scale([3, 1], [1, 1, 1])],
    perTensor,
    "checkpoint-invalid",
    /strategy "tensor"/,
  ],
  [
    "an infinite scale",
    [weight, scale([3], [1, Infinity, 1], "F32")],
    null,
    "checkpoint-invalid",
    /Infinity for row 1/,
  ],
  [
    "integer scales",
    [weight, tensorOf("m.weight_scale", "I8", [3, 1], new Uint8Array(3))],
    null,
    "checkpoint-invalid",
    /got I8/,
  ],
  [
    "a zero point",
    [weight, scale([3], [1, 1, 1]), tensorOf("m.weight_zero_point", "I8", [3], Uint8Array.of(0, 0, 1))],
    null,
    "checkpoint-invalid",
    /zero points of 0/,
  ],
  [
    "a zero point of another shape",
    [weight, scale([3], [1, 1, 1]), tensorOf("m.weight_zero_point", "I8", [4], new Uint8Array(4))],
    null,
    "checkpoint-invalid",
    /one zero point a scale/,
  ],
  [
    "the fine-grained layout",
    [weight, floats("m.weight_scale_inv", "F32", [1, 1], [1])],
    null,
    "unsupported",
    /weight_scale_inv/,
  ],
  [
    "e5m2",
    [tensorOf("m.weight", "F8_E5M2", [1, 1], new Uint8Array(1))],
    null,
    "unsupported",
    /F8_E5M2 of tensor "m.weight"/,
  ],
  ["integers", [tensorOf("m.weight", "I8", [1, 1], new Uint8Array(1))], null, "unsupported", /I8 of tensor/],
];

describe("weights we cannot read are refused by name", () => {
  test.each(
    refused.map(([name, tensors, quantization, code, words]) => ({ name, tensors, quantization, code, words })),
  )("$name", ({ tensors, quantization, code, words }) => {
    const error = withCheckpoint(tensors, (checkpoint) =>
      hermesErrorOf(() => describeWeight(checkpoint, quantization, "m.weight")),
    );
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
});

describe("readFloats", () => {
  test("a tensor larger than one piece", () => {
    const values = Float32Array.from({ length: 2 ** 19 + 3 }, (_, index) => index % 251);
    const bytes = new Uint8Array(2 * values.length);
    encodeFloats("BF16", values, bytes);
    withCheckpoint([tensorOf("norm", "BF16", [values.length], bytes)], (checkpoint) => {
      expect(Buffer.from(readFloats(checkpoint.tensors.get("norm")!).buffer).equals(Buffer.from(values.buffer))).toBe(
        true,
      );
    });
  });

  test("integers are refused", () => {
    withCheckpoint([tensorOf("n", "I64", [1], new Uint8Array(8))], (checkpoint) => {
      expect(hermesErrorOf(() => readFloats(checkpoint.tensors.get("n")!)).code).toBe("unsupported");
    });
  });
});
