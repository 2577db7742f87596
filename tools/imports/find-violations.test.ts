import { describe, expect, test } from "vitest";
import { findViolations } from "./find-violations.ts";

const dependencies = new Set(["commander", "zod", "@huggingface/tokenizers"]);
const check = (path: string, text: string) => findViolations([{ path, text }], dependencies);

const allowed: readonly [name: string, path: string, text: string][] = [
  ["a lower room through its index", "src/model/llama.ts", 'import { open } from "../formats/index.ts";'],
  ["errors from anywhere", "src/kernels/wasm/pool.ts", 'import { HermesError } from "../../errors.ts";'],
  ["its own room at any depth", "src/chat/parser/scan.ts", 'import { unescape } from "../json/escape.ts";'],
  ["types where types are allowed", "src/chat/render.ts", 'import type { Tokenizer } from "../tokenizer/index.ts";'],
  [
    "inline types only",
    "src/chat/render.ts",
    'import { type Tokenizer, type PromptSegment } from "../tokenizer/index.ts";',
  ],
  ["re-exported types", "src/sampling/index.ts", 'export type { Backend } from "../kernels/index.ts";'],
  ["a dependency", "src/formats/config.ts", 'import { z } from "zod";'],
  ["a package of the room", "src/tokenizer/load.ts", 'import { Tokenizer } from "@huggingface/tokenizers";'],
  [
    "anything in the command line",
    "src/cli/run.ts",
    'import { load } from "../hermes.ts";\nconst home = process.env.HOME;',
  ],
  [
    "anything in a test",
    "src/chat/render.test.ts",
    'import { Template } from "@huggingface/jinja";\nimport { x } from "../engine/step.ts";',
  ],
  [
    "an import inside a comment",
    "src/chat/render.ts",
    '// import { step } from "../engine/index.ts";\n/* process.env */',
  ],
  [
    "a string that is no import",
    "src/chat/render.ts",
    'export const hint = "../engine/index.ts";\nexport const text = f("from x");',
  ],
  ["a field of an exported type", "src/chat/types.ts", 'export interface Part {\n  readonly type: "text";\n}'],
  ["another door of a room", "src/train/replica.ts", 'import { x } from "../kernels/training/index.ts";'],
  ["a GPU type in its room", "src/kernels/webgpu/device.ts", "let device: GPUDevice;"],
];

const forbidden: readonly [name: string, path: string, text: string, message: string][] = [
  [
    "a higher room",
    "src/formats/a.ts",
    'import { x } from "../model/index.ts";',
    "src/formats/a.ts:1: formats may not import model; allowed: errors",
  ],
  [
    "a neighbour",
    "src/tokenizer/a.ts",
    '\nimport { x } from "../formats/index.ts";',
    "src/tokenizer/a.ts:2: tokenizer may not import formats",
  ],
  [
    "the engine reading chat",
    "src/engine/a.ts",
    'import type { Tool } from "../chat/index.ts";',
    "engine may not import chat",
  ],
  [
    "the engine reading the tokenizer",
    "src/engine/a.ts",
    'import { decode } from "../tokenizer/index.ts";',
    "engine may not import tokenizer",
  ],
  [
    "chat reading the engine",
    "src/chat/a.ts",
    'export { step } from "../engine/index.ts";',
    "chat may not import engine",
  ],
  [
    "chat reading the model",
    "src/chat/a.ts",
    'const model = await import("../model/index.ts");',
    "chat may not import model",
  ],
  ["a bare import", "src/chat/a.ts", 'import "../engine/index.ts";', "chat may not import engine"],
  [
    "values where types are allowed",
    "src/chat/a.ts",
    'import { load, type Tokenizer } from "../tokenizer/index.ts";',
    "chat may import only types of tokenizer",
  ],
  [
    "past the door",
    "src/model/a.ts",
    'import { e4m3 } from "../formats/floats/e4m3.ts";',
    "import formats through its index.ts, not src/formats/floats/e4m3.ts",
  ],
  [
    "past the door, over lines",
    "src/model/a.ts",
    'import {\n  e4m3,\n  bf16,\n} from "../formats/floats/e4m3.ts";',
    "import formats through its index.ts",
  ],
  [
    "an unknown room",
    "src/utils/a.ts",
    'import { x } from "../chat/index.ts";',
    "room utils is not in the import table",
  ],
  [
    "the command line from below",
    "src/server/a.ts",
    'import { run } from "../cli/index.ts";',
    "only cli may import cli",
  ],
  [
    "outside src",
    "src/train/a.ts",
    'import { x } from "../../tools/data.ts";',
    "../../tools/data.ts lies outside src/",
  ],
  ["a development package", "src/formats/a.ts", 'import Ajv from "ajv";', "package ajv is not a dependency"],
  [
    "another room's package",
    "src/chat/a.ts",
    'import { Command } from "commander";',
    "package commander belongs to cli/",
  ],
  [
    "a GPU type",
    "src/kernels/contract.ts",
    "type Device = GPUDevice;",
    "only kernels/webgpu may name a GPU type (GPUDevice)",
  ],
  [
    "the environment",
    "src/hermes.ts",
    "\n\nconst key = process.env.KEY;",
    "src/hermes.ts:3: only cli may read the environment",
  ],
  [
    "the arguments",
    "src/train/a.ts",
    'import { argv } from "node:process";',
    "only cli may read the environment or the arguments",
  ],
];

describe("import check", () => {
  test.each(allowed)("allows %s", (_name, path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test.each(forbidden)("refuses %s", (_name, path, text, message) => {
    const violations = check(path, text);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(message);
  });

  test("prints every violation of a file", () => {
    expect(
      check("src/chat/a.ts", 'import "../engine/index.ts";\nimport "../model/index.ts";\nprocess.argv;'),
    ).toHaveLength(3);
  });
});
