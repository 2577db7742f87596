import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bitOf, type GrammarEngine } from "./engine.ts";
import type { BenchVocabulary } from "./vocabulary.ts";

interface TokenConstraint {
  fillMask(mask: Uint32Array): boolean;
  commit(token: number): boolean;
}

interface StructuredOutput {
  readonly StructuredOutputProcessor: {
    warmup(tokenizer: object): void;
    new (tokenizer: object, format: object): { readonly processors: readonly { readonly state: State }[] };
  };
}

interface State {
  readonly constraint: TokenConstraint;
}

/** What the package takes from Transformers.js, which itself is not wanted here: two classes to inherit from. */
const BASE_CLASSES = `
  export class LogitsProcessor {}
  export class LogitsProcessorList { processors = []; push(processor) { this.processors.push(processor); } }`;

/** @huggingface/transformers-structured-output. Its masks are taken where its processor of logits would apply them. */
export async function createTransformersEngine(
  { tokenizer, stopToken, specialTokens }: BenchVocabulary,
  folder: string,
): Promise<GrammarEngine> {
  const { StructuredOutputProcessor } = await load(folder);
  const tokens = Array.from({ length: tokenizer.vocabularySize }, (_, token) => tokenizer.tokenBytes(token) ?? []);
  const source = { tokens, eosTokenId: stopToken, specialTokenIds: [...specialTokens] };
  const start = performance.now();
  StructuredOutputProcessor.warmup(source);
  const setUpMs = performance.now() - start;
  const mask = new Uint32Array(Math.ceil(tokens.length / 32));
  return {
    name: "@huggingface/transformers-structured-output",
    setUpMs,
    compile: async (schema) => {
      const format = { type: "json_schema", json_schema: JSON.parse(schema) };
      const { constraint } = new StructuredOutputProcessor(source, format).processors[0]!.state;
      return {
        computeMask: () => void constraint.fillMask(mask),
        allows: (token) => bitOf(mask, token),
        accept: (token) => void constraint.commit(token),
        canEnd: () => bitOf(mask, stopToken),
        forced: () => [],
        dispose: () => {},
      };
    },
  };
}

async function load(folder: string): Promise<StructuredOutput> {
  const stand = `data:text/javascript,${encodeURIComponent(BASE_CLASSES)}`;
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      name === "@huggingface/transformers" ? { url: stand, shortCircuit: true } : next(name, context),
  });
  const file = join(folder, "node_modules", "@huggingface", "transformers-structured-output", "dist", "index.js");
  const module = await import(pathToFileURL(file).href);
  hooks.deregister();
  return module as StructuredOutput;
}
