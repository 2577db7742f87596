/** The one suite that every backend runs against the scalar reference. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, FloatBuffer, MatrixSource, WeightDtype } from "../contract.ts";
import { addCases } from "../ops/add/cases.ts";
import { embedCases } from "../ops/embed/cases.ts";
import { linearCases, weightKinds } from "../ops/linear/cases.ts";
import { normCases } from "../ops/rms-norm/cases.ts";
import { rotaryCases } from "../ops/rotary/cases.ts";
import { swigluCases } from "../ops/swiglu/cases.ts";
import { createReferenceBackend } from "../reference-backend.ts";
import { expectClose } from "./compare.ts";
import { randomSource, sourceOf } from "./matrices.ts";
import { gaussian } from "./random.ts";
import { DECODE_TOLERANCE, FLOAT_TOLERANCE, INT8_TOLERANCE, REPACKED_TOLERANCE, type Tolerance } from "./tolerances.ts";

export interface SuiteOptions {
  /** True when the backend repacks weights to int8. */
  readonly repacks?: boolean;
}

type Run = (backend: Backend, hold: (values: Float32Array) => FloatBuffer) => FloatBuffer | Promise<FloatBuffer>;

/** Starting threads takes long on a busy machine. */
const CREATE_LIMIT_MS = 60_000;

export function describeBackend(
  name: string,
  create: () => Backend | Promise<Backend>,
  options: SuiteOptions = {},
): void {
  describe(`${name} backend`, () => {
    const reference = createReferenceBackend();
    let backend: Backend;
    beforeAll(async () => {
      backend = await create();
    }, CREATE_LIMIT_MS);
    afterAll(async () => {
      await backend.dispose();
      expect(backend.liveBytes).toBe(0);
    });

    /** Runs the same ops on both backends and compares what they leave in the returned buffer. */
    async function compare(run: Run, tolerance: Tolerance): Promise<void> {
      const results: Float32Array[] = [];
      for (const target of [backend, reference]) {
        const before = target.liveBytes;
        const held: FloatBuffer[] = [];
        const hold = (values: Float32Array): FloatBuffer => {
          const buffer = target.createBuffer(values.length);
          target.write(buffer, values);
          held.push(buffer);
          return buffer;
        };
        results.push(await target.read(await run(target, hold)));
        for (const buffer of held) buffer.dispose();
        expect(target.liveBytes).toBe(before);
      }
      expectClose(results[0]!, results[1]!, tolerance);
    }

    function linearTolerance(kind: WeightDtype["kind"]): Tolerance {
      if (kind === "int8") return INT8_TOLERANCE;
      return options.repacks ? REPACKED_TOLERANCE : FLOAT_TOLERANCE;
    }

    function compareLinear(source: MatrixSource, tokens: number): Promise<void> {
      const run: Run = async (target, hold) => {
        const matrix = await target.loadMatrix(source);
        const out = hold(new Float32Array(tokens * source.rows));
        target.linear(out, hold(gaussian(7, tokens * source.columns)), matrix, tokens);
        matrix.dispose();
        return out;
      };
      return compare(run, linearTolerance(source.dtype.kind));
    }

    for (const kind of weightKinds) {
      describe(`linear, ${kind} weights`, () => {
        it.each(linearCases)("$name", ({ rows, columns, tokens, fill }) =>
          compareLinear(randomSource(kind, rows, columns, rows * 31 + columns, fill), tokens),
        );
      });
    }

    it.each([1, 24])("all 256 float8 codes, in vectors and tails (%i tokens)", async (tokens) => {
      for (const columns of [16, 17]) {
        const bytes = Uint8Array.from({ length: 256 * columns }, (_, i) => Math.floor(i / columns));
        const rowScales = new Float32Array(256).fill(1);
        await compareLinear(sourceOf("codes", 256, columns, { kind: "float8", rowScales }, bytes), tokens);
      }
    });

    describe.each(weightKinds)("embed from %s", (kind) => {
      it.each(embedCases)("$name", ({ rows, columns, tokens }) => {
        const run: Run = async (target, hold) => {
          const table = await target.loadMatrix(randomSource(kind, rows, columns, 5));
          const out = hold(new Float32Array(tokens.length * columns));
          target.embed(out, table, Uint32Array.from(tokens));
          table.dispose();
          return out;
        };
        return compare(run, options.repacks && kind !== "int8" ? REPACKED_TOLERANCE : DECODE_TOLERANCE);
      });
    });

    it.each(normCases)("rmsNorm: $name", (shape) =>
      compare((target, hold) => {
        const x = hold(gaussian(1, shape.tokens * shape.width, shape.deviation));
        target.rmsNorm(x, x, hold(gaussian(2, shape.width)), shape);
        return x;
      }, FLOAT_TOLERANCE),
    );

    it.each(rotaryCases)("rotary: $name", (shape) =>
      compare((target, hold) => {
        const x = hold(gaussian(1, shape.positions.length * shape.heads * shape.headDim));
        const frequencies = Float64Array.from(
          { length: shape.headDim / 2 },
          (_, i) => 500_000 ** ((-2 * i) / shape.headDim),
        );
        target.rotary(x, frequencies, Uint32Array.from(shape.positions), shape);
        return x;
      }, FLOAT_TOLERANCE),
    );

    it.each(swigluCases)("swiglu: $name", ({ length, deviation }) =>
      compare((target, hold) => {
        const out = hold(new Float32Array(length));
        target.swiglu(out, hold(gaussian(1, length, deviation)), hold(gaussian(2, length)), length);
        return out;
      }, FLOAT_TOLERANCE),
    );

    it.each(addCases)("add: $name", ({ length, deviation }) =>
      compare((target, hold) => {
        const x = hold(gaussian(1, length, deviation));
        target.add(x, hold(gaussian(2, length, deviation)), length);
        return x;
      }, FLOAT_TOLERANCE),
    );
  });
}
