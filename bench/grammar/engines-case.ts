/** A process of its own: all engines on the same schemas, by turns. */

import { realisticSchemas } from "../../src/grammar/json/testing/realistic-schemas.ts";
import { childInput, sendResult } from "../child.ts";
import { furtherSchemas } from "./further-schemas.ts";
import { createHermesEngine } from "./hermes-engine.ts";
import { runSchema, type SchemaRun } from "./run-schema.ts";
import { createTransformersEngine } from "./transformers-engine.ts";
import { loadLlamaVocabulary } from "./vocabulary.ts";
import { createXGrammarEngine } from "./xgrammar-engine.ts";

export interface EnginesInput {
  /** Where the engines of others are installed. */
  readonly folder: string;
  /** Names of engines to leave out. */
  readonly without: readonly string[];
}

export interface EngineRuns {
  readonly name: string;
  readonly setUpMs: number;
  readonly runs: readonly SchemaRun[];
}

const { folder, without } = childInput<EnginesInput>();
const schemas = [...realisticSchemas, ...furtherSchemas];
const vocabulary = loadLlamaVocabulary();
const encode = (text: string) => vocabulary.tokenizer.encodeSegments([{ text, source: "user" }]);
const all = [
  await createHermesEngine(vocabulary),
  await createXGrammarEngine(vocabulary, folder),
  await createTransformersEngine(vocabulary, folder),
];
const engines = all.filter(({ name }) => !without.includes(name));
// A first round over a few schemas, for the compiler of JavaScript.
for (const engine of engines) for (const schema of schemas.slice(0, 4)) await runSchema(engine, schema, encode);
const runs = new Map<string, SchemaRun[]>(engines.map(({ name }) => [name, []]));
for (const [index, schema] of schemas.entries()) {
  const order = engines.map((_, place) => engines[(place + index) % engines.length]!);
  for (const engine of order) runs.get(engine.name)!.push(await runSchema(engine, schema, encode));
}
const result: EngineRuns[] = engines.map(({ name, setUpMs }) => ({ name, setUpMs, runs: runs.get(name)! }));
await sendResult(result);
