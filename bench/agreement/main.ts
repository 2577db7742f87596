/**
 * `npm run bench:agreement`: how far the faster forms of arithmetic and of the key-value cache move a model's predictions from
 * the exact ones. One table a model, one JSON line last.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readModelConfig } from "../../src/formats/index.ts";
import { ensureCheckpoint } from "../checkpoints.ts";
import { describeMachine } from "../machine.ts";
import { type Agreement, compareRows, type Form, logitsOf } from "./judge.ts";
import { arbitraryText, demonstrations, type JudgedText } from "./texts.ts";

const EXACT: Form = { compute: "exact", cacheDtype: "float32" };
const forms: readonly Form[] = [
  { compute: "exact", cacheDtype: "float16" },
  { compute: "exact", cacheDtype: "int8" },
  { compute: "fast", cacheDtype: "float32" },
  { compute: "fast", cacheDtype: "float16" },
  { compute: "fast", cacheDtype: "int8" },
];
const ITEMS_PER_CATEGORY = 2;
const ARBITRARY_TOKENS = 257;

async function judge(name: string, folder: string, texts: readonly JudgedText[]) {
  const base = await logitsOf(folder, EXACT, texts);
  const results: Agreement[] = [];
  process.stdout.write(`${name}: ${base.length} tokens of ${texts.length} texts, against exact with a float32 cache\n`);
  for (const form of forms) {
    const result = compareRows(form, base, await logitsOf(folder, form, texts));
    results.push(result);
    process.stdout.write(`${renderRow(result)}\n`);
  }
  process.stdout.write("\n");
  return { name, results };
}

function renderRow({ compute, cacheDtype, top1, meanKl, p99Kl, largestKl }: Agreement): string {
  const kl = [meanKl, p99Kl, largestKl].map((value) => value.toExponential(1));
  const [mean, p99, largest] = kl;
  const form = `${compute}, ${cacheDtype} cache`.padEnd(22);
  return `  ${form} top-1 ${(100 * top1).toFixed(2)} %   KL ${mean} mean, ${p99} p99, ${largest} largest`;
}

const nano = fileURLToPath(new URL("../../models/nano", import.meta.url));
const models: Awaited<ReturnType<typeof judge>>[] = [];
if (existsSync(join(nano, "config.json"))) {
  models.push(await judge("nano", nano, await demonstrations(nano, ITEMS_PER_CATEGORY)));
} else {
  process.stdout.write("skipped nano: models/nano is not there; make it with `npm run nano:train`\n\n");
}
const hundred = ensureCheckpoint("100m");
const { vocabularySize } = readModelConfig(hundred);
models.push(await judge("100M shape, random weights", hundred, [arbitraryText(ARBITRARY_TOKENS, vocabularySize)]));
process.stdout.write(`${JSON.stringify({ machine: describeMachine(), models })}\n`);
