import { expect, test } from "vitest";
import { behindThought } from "./behind-thought.ts";
import { RuleCompiler } from "./rule-compiler.ts";
import type { RuleContent } from "./rule-machine.ts";
import { RunningMachine } from "./tokens/running-machine.ts";
import { loadNanoTokenizer } from "./tokens/testing/vocabularies.ts";
import { TokenMatcher } from "./tokens/token-matcher.ts";
import { createVocabulary } from "./tokens/vocabulary.ts";

const vocabulary = createVocabulary(await loadNanoTokenizer(), { tags: "text" });
const utf8 = new TextEncoder();

/** Names as random as a model may write them; Lehmer's generator. */
function* randomNames(): Generator<string, never> {
  for (let state = 1; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield `k${state.toString(36)}`;
  }
}

const object: RuleContent = { type: "constraint", constraint: { type: "json-object" } };
const tool: RuleContent = {
  type: "tools",
  tools: [{ name: "a", parameters: '{"type":"object"}', strict: true }],
  must: true,
  isMany: true,
  value: null,
};

test.each<[name: string, content: RuleContent, opening: string]>([
  ["any object", object, "{"],
  ["arguments of a tool", tool, '<tool_call>\n{"name": "a", "arguments": {'],
  ["any object behind a thought", object, "\n{"],
])("%s with many random keys: states leave, and every mask is written", (name, content, opening) => {
  const mostStates = 30_000;
  const rules = new RuleCompiler();
  const { rebuild } = rules.compile(content);
  const source = name.endsWith("thought") ? () => behindThought(rebuild()) : rebuild;
  const running = new RunningMachine(source, vocabulary.index, mostStates);
  const matcher = new TokenMatcher(vocabulary, running);
  const mask = new Uint32Array(vocabulary.index.maskWords);
  let most = 0;
  const write = (text: string): void => {
    matcher.acceptBytes(utf8.encode(text));
    matcher.allowedTokens(mask);
    most = Math.max(most, running.transitions.machine.stateCount ?? 0);
  };
  write(opening);
  const names = randomNames();
  for (let key = 0; key < 300; key++) {
    write(`${key === 0 ? "" : ","}"${names.next().value}`);
    write('":');
    write("1");
  }
  expect(running.generation).toBeGreaterThan(0);
  // A replacement waits for the end of a mask.
  expect(most).toBeLessThan(2 * mostStates);
});
