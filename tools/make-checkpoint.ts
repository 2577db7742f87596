/** `node tools/make-checkpoint.ts --out DIR --shape tiny` writes a seeded checkpoint for tests and benches; `--help` lists the options. */
import { parseArgs } from "node:util";
import { layouts, type WeightLayoutName } from "./make-checkpoint/layouts.ts";
import { makeCheckpoint } from "./make-checkpoint/make-checkpoint.ts";
import { type CheckpointShape, type ShapeName, shapes } from "./make-checkpoint/shapes.ts";

const layoutNames = Object.keys(layouts) as WeightLayoutName[];
const shapeNames = Object.keys(shapes) as ShapeName[];

/** Options that change a field of the shape. All but the last two are whole numbers. */
const shapeOptions = {
  hidden: "hiddenSize",
  layers: "layers",
  heads: "heads",
  "kv-heads": "kvHeads",
  "head-size": "headDim",
  intermediate: "intermediateSize",
  vocabulary: "vocabularySize",
  context: "contextLength",
  "original-context": "originalContextLength",
  theta: "ropeTheta",
  std: "std",
} as const satisfies Record<string, keyof CheckpointShape>;

const fractions: readonly string[] = ["theta", "std"];

const usage = `node tools/make-checkpoint.ts --out DIR --shape ${shapeNames.join("|")}
  [--layout ${layoutNames.join("|")}] [--shards N] [--seed N] [--tied | --untied]
  [${Object.keys(shapeOptions)
    .map((name) => `--${name} ${fractions.includes(name) ? "X" : "N"}`)
    .join("] [")}]
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

function parseCommand() {
  const options = { out: text, shape: text, seed: text, layout: text, shards: text };
  const numbers = Object.fromEntries(Object.keys(shapeOptions).map((name) => [name, text]));
  try {
    return parseArgs({ options: { ...numbers, ...options, tied: flag, untied: flag, help: flag } }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}

function choose<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  return names.find((name) => name === value) ?? fail(`--${option}: expected ${names.join(", ")}, got ${value}.`);
}

function positive(option: string, value: string, wholeOnly = true): number {
  const number = Number(value);
  if (number > 0 && (wholeOnly ? Number.isSafeInteger(number) : Number.isFinite(number))) return number;
  return fail(`--${option}: expected a ${wholeOnly ? "whole " : ""}number above 0, got ${value}.`);
}

function readOverrides(values: Readonly<Record<string, string | boolean | undefined>>): Partial<CheckpointShape> {
  const numbers = Object.entries(shapeOptions).flatMap(([option, field]) => {
    const value = values[option];
    return typeof value === "string" ? [[field, positive(option, value, !fractions.includes(option))]] : [];
  });
  return { ...Object.fromEntries(numbers), ...(values.tied || values.untied ? { tied: values.tied === true } : {}) };
}

const values = parseCommand();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const folder = values.out ?? fail("--out is missing.");
const shape = makeCheckpoint({
  folder,
  shape: choose("shape", values.shape ?? fail("--shape is missing."), shapeNames),
  overrides: readOverrides(values),
  seed: positive("seed", values.seed ?? "1"),
  layout: choose("layout", values.layout ?? "fp8-channel", layoutNames),
  shards: positive("shards", values.shards ?? "1"),
});
process.stdout.write(`${folder}: ${JSON.stringify(shape)}\n`);
