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

const channel: QuantizationConfig = {
  method: "compressed-tensors",
  strategies: ["channel"],
  blockSize: null,
  ignore: ["lm_head"],
};
const perTensor: QuantizationConfig = { ...channel, strategies: ["tensor"] };
const blocks: QuantizationConfig = { method: "fp8", strategies: ["block"], blockSize: [2, 2], ignore: [] };
const modelopt: QuantizationConfig = {
  method: "modelopt",
  strategies: ["tensor", "channel"],
  blockSize: null,
  ignore: [],
};

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

const inverse = (shape: readonly number[], values: readonly number[], dtype: FloatDtype = "F32") =>
  floats("m.weight_scale_inv", dtype, shape, values);
const amax = (shape: readonly number[], values: readonly number[]) =>
  floats("m.weight_quantizer._amax", "F32", shape, values);
/** The same bytes under the name of int8. */
const asInt8 = tensorOf("m.weight", "I8", [3, 2], new Uint8Array(6).fill(0x38));
/** What may stand beside a float8 weight and is not used, as activations and cache stay as they are. */
const unused = [
  floats("m.input_scale", "F32", [1], [3]),
  floats("m.act_scale", "F32", [], [3]),
  floats("m.k_scale", "F32", [1], [3]),
  floats("m.v_scale", "F32", [1], [3]),
  floats("m.input_quantizer._amax", "F32", [], [3]),
  tensorOf("m.weight_g_idx", "I32", [2], new Uint8Array(8)),
];

describe("float8 with scales by row or tensor", () => {
  test.each([
    ["1: [rows, 1] in bfloat16", [weight, scale([3, 1], [0.5, 2, -1])], channel, [0.5, 2, -1]],
    ["1: [rows] in float32", [weight, scale([3], [0.1, 2, 0], "F32")], channel, [Math.fround(0.1), 2, 0]],
    ["1: [rows, 1] in float16, no configuration", [weight, scale([3, 1], [0.5, 2, 4], "F16")], null, [0.5, 2, 4]],
    ["2: [1], repeated for every row", [weight, scale([1], [0.25])], perTensor, [0.25, 0.25, 0.25]],
    ["2: static activations", [weight, scale([1], [0.25]), ...unused], perTensor, [0.25, 0.25, 0.25]],
    ["5: a scalar", [weight, scale([], [0.25], "F32")], null, [0.25, 0.25, 0.25]],
    ["5: the other name", [weight, inverse([], [0.25])], null, [0.25, 0.25, 0.25]],
    ["6: a scalar, modelopt", [weight, scale([], [0.25], "F32"), ...unused], modelopt, [0.25, 0.25, 0.25]],
    ["7: amax of bytes called int8", [asInt8, amax([], [224])], modelopt, [0.5, 0.5, 0.5]],
    ["7: amax of float8", [weight, amax([1], [224]), ...unused], null, [0.5, 0.5, 0.5]],
    ["7: amax of rows", [asInt8, amax([3, 1], [224, 448, 0])], modelopt, [0.5, 1, 0]],
    ["8: [rows, 1] in float32", [weight, scale([3, 1], [0.5, 2, 4], "F32")], channel, [0.5, 2, 4]],
  ] as const)("%s", (_, tensors, quantization, expected) => {
    withCheckpoint(tensors, (checkpoint) => {
      const tensor = describeWeight(checkpoint, quantization, "m.weight");
      expect(tensor).toMatchObject({ name: "m.weight", rows: 3, columns: 2 });
      expect(tensor.dtype).toEqual({ kind: "float8", rowScales: Float32Array.from(expected) });
      const stored = new Uint8Array(6);
      tensor.readRows(stored, 0, 3);
      expect([...stored]).toEqual(Array(6).fill(0x38));
    });
  });

  test("zero points of zero are accepted", () => {
    const zeroPoint = tensorOf("m.weight_zero_point", "F8_E4M3", [3, 1], new Uint8Array(3));
    withCheckpoint([weight, scale([3, 1], [1, 1, 1]), zeroPoint], (checkpoint) => {
      expect(describeWeight(checkpoint, channel, "m.weight").dtype.kind).toBe("float8");
    });
  });

  test("one value for a matrix of one row is a scale of either kind", () => {
    const row = floats("m.weight", "F8_E4M3", [1, 2], [1, 1]);
    for (const quantization of [channel, perTensor, { ...blocks, blockSize: [1, 2] as const }, null]) {
      withCheckpoint([row, scale([1, 1], [2])], (checkpoint) => {
        expect(describeWeight(checkpoint, quantization, "m.weight").dtype.kind).toMatch(/^float8/);
      });
    }
  });
});

describe("float8 with scales by block", () => {
  const [size2, size128] = [blocks, { ...blocks, blockSize: null }];
  const wide = floats("m.weight", "F8_E4M3", [3, 5], Array(15).fill(1));
  test.each([
    ["4: a ragged last row", weight, inverse([2, 1], [1, 2]), size2, [2, 2], [1, 2]],
    ["3: ragged both ways", wide, scale([2, 3], [1, 2, 3, 4, 5, 6]), size2, [2, 2], [1, 2, 3, 4, 5, 6]],
    ["4: smaller than a block", wide, inverse([1, 1], [0.5]), size128, [128, 128], [0.5]],
    [
      "3: a block a row",
      weight,
      scale([3, 1], [1, 2, 3]),
      { ...blocks, blockSize: [1, 9] as const },
      [1, 9],
      [1, 2, 3],
    ],
  ] as const)("%s", (_, stored, scaleTensor, quantization, [blockRows, blockColumns], expected) => {
    withCheckpoint([stored, scaleTensor], (checkpoint) => {
      expect(describeWeight(checkpoint, quantization, "m.weight").dtype).toEqual({
        kind: "float8-blocks",
        blockRows,
        blockColumns,
        blockScales: Float32Array.from(expected),
      });
    });
  });

  test("blocks of 128 x 128 need no configuration", () => {
    const large = tensorOf("m.weight", "F8_E4M3", [257, 130], new Uint8Array(257 * 130));
    withCheckpoint([large, inverse([3, 2], [1, 2, 3, 4, 5, 6])], (checkpoint) => {
      expect(describeWeight(checkpoint, null, "m.weight").dtype).toMatchObject({ blockRows: 128, blockColumns: 128 });
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
    /\[3, 1\], \[3\], \[1\] or \[1, 1\], got \[1,2\]/,
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
    /Infinity at index 1/,
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
    "scales of both names",
    [weight, scale([3], [1, 1, 1]), inverse([1], [1])],
    null,
    "checkpoint-invalid",
    /weight_scale or weight_scale_inv.*found both/,
  ],
  ["blocks of another size", [weight, inverse([1, 2], [1, 1])], blocks, "checkpoint-invalid", /\[2, 1\], got \[1,2\]/],
  ["row scales where blocks were declared", [weight, scale([3], [1, 1, 1])], blocks, "checkpoint-invalid", /"block"/],
  ["blocks where rows were declared", [weight, scale([1, 1], [1])], channel, "checkpoint-invalid", /"channel"/],
  ["a scale of three dimensions", [weight, scale([3, 1, 1], [1, 1, 1])], null, "checkpoint-invalid", /\[3,1,1\]/],
  ["float8 scales", [weight, scale([3], [1, 1, 1], "F8_E4M3")], null, "checkpoint-invalid", /BF16.*got F8_E4M3/],
  ["NaN as a scale", [weight, scale([], [Number.NaN], "F32")], null, "checkpoint-invalid", /NaN at index 0/],
  ["an amax a column", [asInt8, amax([1, 2], [1, 1])], null, "checkpoint-invalid", /got \[1,2\]/],
  ["a negative amax", [asInt8, amax([], [-1])], null, "checkpoint-invalid", /at least 0/],
  ["an infinite amax", [asInt8, amax([], [Infinity])], null, "checkpoint-invalid", /Infinity/],
  ["an amax a block", [asInt8, amax([2, 1], [1, 1])], blocks, "checkpoint-invalid", /one amax, or one a row/],
  ["int8 with a scale", [asInt8, scale([3], [1, 1, 1])], null, "unsupported", /I8 with weight_scale of tensor/],
  [
    "an amax and a scale",
    [asInt8, scale([], [1]), amax([], [1])],
    null,
    "unsupported",
    /weight_scale, weight_quantizer/,
  ],
  [
    "a second scale",
    [weight, scale([3], [1, 1, 1]), floats("m.weight_scale_2", "F32", [], [1])],
    null,
    "unsupported",
    /F8_E4M3 with weight_scale, weight_scale_2/,
  ],
  [
    "nvfp4",
    [tensorOf("m.weight", "U8", [3, 1], new Uint8Array(3)), scale([3, 1], [1, 1, 1], "F8_E4M3")],
    null,
    "unsupported",
    /U8 with weight_scale/,
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
