import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bitOf, type GrammarEngine } from "./engine.ts";
import type { BenchVocabulary } from "./vocabulary.ts";

interface Disposable {
  dispose(): void;
}

interface Matcher extends Disposable {
  getNextTokenBitmask(): Promise<Int32Array>;
  acceptToken(token: number): boolean;
}

interface XGrammar {
  readonly TokenizerInfo: {
    createTokenizerInfo(
      vocabulary: readonly string[],
      kind: string,
      space: boolean,
      size: number,
      stop: number,
    ): Promise<Disposable>;
  };
  readonly GrammarCompiler: { createGrammarCompiler(info: Disposable, cache: boolean): Promise<Compiler> };
  readonly GrammarMatcher: { createGrammarMatcher(grammar: Disposable): Promise<Matcher> };
}

interface Compiler extends Disposable {
  compileJSONSchema(
    schema: string,
    anyWhitespace: boolean,
    indent: undefined,
    separators: undefined,
    strict: boolean,
  ): Promise<Disposable>;
}

/** @mlc-ai/web-xgrammar: XGrammar in WebAssembly. Its mode that reads `additionalProperties` as the standard does is used. */
export async function createXGrammarEngine(
  { spellings, stopToken: stop }: BenchVocabulary,
  folder: string,
): Promise<GrammarEngine> {
  const { TokenizerInfo, GrammarCompiler, GrammarMatcher } = load(folder);
  const start = performance.now();
  const info = await TokenizerInfo.createTokenizerInfo(spellings, "byte_level", false, spellings.length, stop);
  const compiler = await GrammarCompiler.createGrammarCompiler(info, false);
  const setUpMs = performance.now() - start;
  return {
    name: "@mlc-ai/web-xgrammar",
    setUpMs,
    compile: async (schema) => {
      const grammar = await compiler.compileJSONSchema(schema, true, undefined, undefined, false);
      const matcher = await GrammarMatcher.createGrammarMatcher(grammar);
      let mask: Int32Array = new Int32Array();
      return {
        computeMask: async () => {
          mask = await matcher.getNextTokenBitmask();
        },
        allows: (token) => bitOf(mask, token),
        accept: (token) => void matcher.acceptToken(token),
        canEnd: () => bitOf(mask, stop),
        forced: () => [],
        dispose: () => {
          matcher.dispose();
          grammar.dispose();
        },
      };
    },
  };
}

/** The package says it is a module and ships CommonJS, so only a copy under another name can be loaded. */
function load(folder: string): XGrammar {
  const copy = join(folder, "xgrammar.cjs");
  copyFileSync(join(folder, "node_modules", "@mlc-ai", "web-xgrammar", "lib", "index.js"), copy);
  return createRequire(import.meta.url)(copy) as XGrammar;
}
