/** `node tools/make-gguf.ts --model DIR --out FILE [--type Q8_0]` writes a model folder as GGUF, for comparing with llama.cpp. */
import { parseArgs } from "node:util";
import { type GgufTensorType, tensorTypes } from "./make-gguf/gguf-file.ts";
import { makeGguf } from "./make-gguf/make-gguf.ts";

const types = Object.keys(tensorTypes) as GgufTensorType[];
const usage = `node tools/make-gguf.ts --model DIR --out FILE [--type ${types.join("|")}]\n`;

function fail(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}

function parseCommand() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({ options: { model: text, out: text, type: text, help: { type: "boolean" } } }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

const values = parseCommand();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const type = types.find((name) => name === (values.type ?? "Q8_0"));
makeGguf({
  folder: values.model ?? fail("--model is missing."),
  file: values.out ?? fail("--out is missing."),
  type: type ?? fail(`--type: expected ${types.join(" or ")}, got ${values.type}.`),
});
