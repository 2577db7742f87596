import { parseArgs } from "node:util";
import { defaultThreads } from "../../src/kernels/index.ts";
import { type ShapeName, shapes } from "../../tools/make-checkpoint/shapes.ts";

export interface CompareOptions {
  readonly shape: ShapeName;
  readonly rounds: number;
  readonly threads: number;
  readonly decodeTokens: number;
}

const shapeNames = Object.keys(shapes) as ShapeName[];
const usage = `npm run bench:compare -- [--model-shape ${shapeNames.join("|")}] [--rounds N] [--threads N] [--decode-tokens N]\n`;

/** What was asked for on the command line; prints the usage and ends the process when that is unclear. */
export function readOptions(): CompareOptions {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      options: { "model-shape": text, rounds: text, threads: text, "decode-tokens": text, help: { type: "boolean" } },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const name = values["model-shape"] ?? "1b";
    const shape = shapeNames.find((known) => known === name);
    if (shape === undefined) throw new Error(`--model-shape: expected ${shapeNames.join(", ")}, got ${name}.`);
    return {
      shape,
      rounds: count("rounds", values.rounds, 3, 1),
      threads: count("threads", values.threads, defaultThreads(), 1),
      decodeTokens: count("decode-tokens", values["decode-tokens"], 64, 2),
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

function count(option: string, value: string | undefined, standard: number, lowest: number): number {
  if (value === undefined) return standard;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= lowest) return number;
  throw new Error(`--${option}: expected a whole number of at least ${lowest}, got ${value}.`);
}
