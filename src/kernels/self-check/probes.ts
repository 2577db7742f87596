/** Small uses of every kernel, each with tails, for the check of the kernels when a backend starts. */
import type { Backend, CacheDtype, FloatBuffer, SequenceSpan, WeightDtype } from "../contract.ts";
import type { ComputeMode } from "../wasm/storage.ts";
import { someMatrix, someValues } from "./values.ts";

export interface Probe {
  readonly name: string;
  /** Largest error allowed, as a share of the largest expected value. */
  readonly tolerance: number;
  run(backend: Backend): Promise<Float32Array>;
}

/** Sums of a few dozen products, exponentials: see testing/tolerances.ts. A wrong lane is off by its whole value. */
const FLOAT = 3e-5;
/** Activations rounded to 14 bits. */
const INT8 = 1e-3;
/** Weights rounded to int8, or keys and values to int8. */
const ROUNDED = 5e-2;

interface LinearShape {
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
}

/** One token; enough for register tiles and what remains. */
const floatShapes: readonly LinearShape[] = [
  { rows: 5, columns: 35, tokens: 1 },
  { rows: 17, columns: 19, tokens: 17 },
];

/** Three panels of 16 rows side by side and a short one; tiles of 3 + 2 and 3 + 1 tokens; a second block of columns. */
const int8Shapes: readonly LinearShape[] = [
  { rows: 51, columns: 21, tokens: 1 },
  { rows: 19, columns: 38, tokens: 5 },
  { rows: 2, columns: 1030, tokens: 4 },
];

function linear(kind: WeightDtype["kind"], shapes: readonly LinearShape[], tolerance: number): readonly Probe[] {
  return shapes.map(({ rows, columns, tokens }) => {
    const source = someMatrix(kind, rows, columns);
    return {
      name: `linear of ${tokens} tokens, ${rows} x ${columns} ${kind}`,
      tolerance,
      run: async (backend) => {
        const matrix = await backend.loadMatrix(source);
        const out = backend.createBuffer(tokens * rows);
        backend.linear(out, hold(backend, tokens * columns, 1), matrix, tokens);
        matrix.dispose();
        return backend.read(out);
      },
    };
  });
}

function embed(kind: WeightDtype["kind"], tolerance: number): Probe {
  const source = someMatrix(kind, 18, 37);
  return {
    name: `embed from ${kind}`,
    tolerance,
    run: async (backend) => {
      const table = await backend.loadMatrix(source);
      const out = backend.createBuffer(3 * 37);
      backend.embed(out, table, Uint32Array.from([17, 0, 15]));
      table.dispose();
      return backend.read(out);
    },
  };
}

const HEADS = 2;
const cacheShape = { layers: 1, kvHeads: 1, headDim: 20, blockTokens: 16, blocks: 4 };
/** 18 tokens in two blocks, of which the last two attend, and one alone. */
const stored: readonly SequenceSpan[] = [
  { tokens: 18, past: 0, blocks: Uint32Array.from([2, 0]) },
  { tokens: 1, past: 0, blocks: Uint32Array.from([3]) },
];
const attending: readonly SequenceSpan[] = [{ ...stored[0]!, tokens: 2, past: 16 }, stored[1]!];

function attention(dtype: CacheDtype, tolerance: number): Probe {
  return {
    name: `attention over ${dtype}`,
    tolerance,
    run: async (backend) => {
      const cache = backend.createBlockCache({ ...cacheShape, dtype });
      const { headDim } = cacheShape;
      backend.storeKeyValues(cache, 0, hold(backend, 19 * headDim, 1), hold(backend, 19 * headDim, 2), stored);
      const query = hold(backend, 3 * HEADS * headDim, 4);
      const out = backend.createBuffer(query.length);
      backend.attention(out, query, cache, 0, attending, HEADS);
      cache.dispose();
      return backend.read(out);
    },
  };
}

const elements: readonly Probe[] = [
  {
    name: "rmsNorm",
    tolerance: FLOAT,
    run: (backend) => {
      const x = hold(backend, 2 * 37, 1);
      backend.rmsNorm(x, x, hold(backend, 37, 2), { tokens: 2, width: 37, epsilon: 1e-5 });
      return backend.read(x);
    },
  },
  {
    name: "rotary",
    tolerance: FLOAT,
    run: (backend) => {
      const x = hold(backend, 2 * 3 * 20, 1);
      const frequencies = Float64Array.from({ length: 10 }, (_, i) => 0.7 ** i);
      backend.rotary(x, frequencies, Uint32Array.from([3, 11]), { heads: 3, headDim: 20 });
      return backend.read(x);
    },
  },
  {
    name: "swiglu",
    tolerance: FLOAT,
    run: (backend) => {
      const gate = hold(backend, 37, 1);
      backend.swiglu(gate, gate, hold(backend, 37, 2), 37);
      return backend.read(gate);
    },
  },
  {
    name: "add",
    tolerance: FLOAT,
    run: (backend) => {
      const x = hold(backend, 37, 1);
      backend.add(x, hold(backend, 37, 2), 37);
      return backend.read(x);
    },
  },
];

function hold(backend: Backend, length: number, seed: number): FloatBuffer {
  const buffer = backend.createBuffer(length);
  backend.write(buffer, someValues(length, seed));
  return buffer;
}

/** What every mode of arithmetic uses. */
function createCommonProbes(): readonly Probe[] {
  return [...elements, attention("float32", FLOAT), attention("float16", 1e-3), attention("int8", ROUNDED)];
}

/** Weights computed with as they are stored; matrices stored as int8 among them. */
function createExactProbes(): readonly Probe[] {
  const kinds = ["float32", "float8", "float8-blocks", "bfloat16"] as const;
  return [
    ...kinds.flatMap((kind) => linear(kind, floatShapes, FLOAT)),
    ...[...kinds, "float16" as const].map((kind) => embed(kind, FLOAT)),
    ...linear("int8", int8Shapes, INT8),
  ];
}

/** Weights repacked to int8. */
function createFastProbes(): readonly Probe[] {
  const kinds = ["float32", "float16", "bfloat16", "float8", "float8-blocks"] as const;
  return [...linear("int8", int8Shapes, INT8), embed("int8", FLOAT), ...kinds.map((kind) => embed(kind, ROUNDED))];
}

/** Uses of all kernels that a backend of this mode runs. */
export function createProbes(compute: ComputeMode): readonly Probe[] {
  return [...createCommonProbes(), ...(compute === "exact" ? createExactProbes() : createFastProbes())];
}
