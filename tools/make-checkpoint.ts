/** `node tools/make-checkpoint.ts --out DIR --shape tiny` writes a seeded checkpoint for tests and benches; `--help` lists the options. */
import { parseArgs } from "node:util";
import type { WeightLayoutName } from "./make-checkpoint/llama-tensors.ts";
import { makeCheckpoint } from "./make-checkpoint/make-checkpoint.ts";
import { type ShapeName, shapes } from "./make-checkpoint/shapes.ts";

const layouts: readonly WeightLayoutName[] = ["fp8-channel", "bf16", "f32"];
const shapeNames = Object.keys(shapes) as ShapeName[];

const usage = `node tools/make-checkpoint.ts --out DIR --shape ${shapeNames.join("|")}
  [--layers N] [--vocabulary N] [--context N] [--std X] [--tied | --untied]
  [--layout ${layouts.join("|")}] [--shards N] [--seed N]
`;

function parseCommand() {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  return parseArgs({
    options: {
      out: text,
      shape: text,
      layers: text,
      vocabulary: text,
      context: text,
      std: text,
      seed: text,
      layout: text,
      shards: text,
      tied: flag,
      untied: flag,
      help: flag,
    },
  }).values;
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}

function choose<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  return names.find((name) => name === value) ?? fail(`--${option}: expected ${names.join(", ")}, got ${value}.`);
}

function positive(option: string, value: string | undefined, wholeOnly = true): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number > 0 && (wholeOnly ? Number.isSafeInteger(number) : Number.isFinite(number))) return number;
  return fail(`--${option}: expected a number above 0, got ${value}.`);
}

const values = parseCommand();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const folder = values.out ?? fail("--out is missing.");
const tied = values.tied ? true : values.untied ? false : undefined;
const overrides = {
  layers: positive("layers", values.layers),
  vocabularySize: positive("vocabulary", values.vocabulary),
  contextLength: positive("context", values.context),
  std: positive("std", values.std, false),
  tied,
};
const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
const shape = makeCheckpoint({
  folder,
  shape: choose("shape", values.shape ?? fail("--shape is missing."), shapeNames),
  overrides: given,
  seed: positive("seed", values.seed) ?? 1,
  layout: choose("layout", values.layout ?? "fp8-channel", layouts),
  shards: positive("shards", values.shards) ?? 1,
});
process.stdout.write(`${folder}: ${JSON.stringify(shape)}\n`);
