/** One suite for text that is continued as it stands. */
import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import { isHermesError } from "../../errors.ts";
import type { CompletionRequest } from "../contract.ts";
import { ThoughtControl } from "../thought-control.ts";
import { collectParts } from "./collect-parts.ts";
import type { CreateReciter } from "./conformance.suite.ts";
import { joinParts } from "./joined-parts.ts";

const call = '<tool_call>\n{"name": "a", "arguments": {}}\n</tool_call>';

/** What the model says, what is asked, and what comes of it. */
const cases: readonly {
  readonly name: string;
  readonly says: string;
  readonly request?: Partial<CompletionRequest>;
  readonly text: string;
  readonly reason?: "stop" | "length";
  readonly stoppedBy?: string;
}[] = [
  { name: "a text", says: " upon a time", text: " upon a time" },
  { name: "line breaks at both ends", says: "\n\na\n\n", text: "\n\na\n\n" },
  { name: "a thought is text", says: "<think>\na\n</think>\n\nb", text: "<think>\na\n</think>\n\nb" },
  { name: "a call is text", says: `${call}\nb`, text: `${call}\nb` },
  { name: "unicode over several tokens", says: "naïve 世界 👩‍🚀", text: "naïve 世界 👩‍🚀" },
  { name: "nothing", says: "", text: "" },
  { name: "a stop string", says: "one two three", request: { stop: [" t"] }, text: "one", stoppedBy: " t" },
  {
    name: "a stop string inside what would be a thought",
    says: "<think>\na. b</think>",
    request: { stop: [". "] },
    text: "<think>\na",
    stoppedBy: ". ",
  },
  {
    name: "a line feed first, and as a stop string",
    says: "\na",
    request: { stop: ["\n"] },
    text: "",
    stoppedBy: "\n",
  },
  { name: "a limit", says: "abcdef", request: { maxTokens: 3 }, text: "abc", reason: "length" },
  { name: "a seed", says: "abc", request: { sampling: { seed: 3, temperature: 0.8 } }, text: "abc" },
];

const refusals: readonly { readonly name: string; readonly request: Partial<CompletionRequest>; argument: string }[] = [
  { name: "no prompt", request: { prompt: [] }, argument: "prompt" },
  { name: "a prompt that is no text", request: { prompt: 7 as unknown as string }, argument: "prompt" },
  { name: "a limit of 0", request: { maxTokens: 0 }, argument: "maxTokens" },
  { name: "an empty stop string", request: { stop: [""] }, argument: "stop" },
  { name: "top-p 2", request: { sampling: { topP: 2 } }, argument: "topP" },
  { name: "a field there is not", request: { messages: [] } as object, argument: "messages" },
];

export function describeCompleting(name: string, create: CreateReciter): void {
  const complete = async (says: string, request: Partial<CompletionRequest> = {}): Promise<StreamPart[]> => {
    const backend = await create(says);
    try {
      return await collectParts(backend.complete({ prompt: "Once", ...request }));
    } finally {
      await backend.dispose();
    }
  };

  describe(`${name} continues texts`, () => {
    test.each(cases)("$name", async ({ says, request, text, reason = "stop", stoppedBy }) => {
      const { parts, finish } = joinParts(await complete(says, request));
      expect(parts).toEqual(text === "" ? [] : [{ text }]);
      expect(finish).toMatchObject({ reason, raw: text, thinkingBudgetReached: false });
      if (stoppedBy !== undefined) expect(finish.stoppedBy).toBe(stoppedBy);
      expect(finish.usage.reasoningTokens).toBe(0);
      expect(finish.usage.promptTokens).toBeGreaterThan(0);
    });

    test.each(refusals)("$name is refused by name before the first part", async ({ request, argument }) => {
      await expect(complete("Hello.", request)).rejects.toSatisfy(
        (error) => isHermesError(error, "usage") && error.facts.argument === argument,
      );
    });

    test("there is no thought to end", async () => {
      const backend = await create("<think>a");
      const thought = new ThoughtControl();
      const parts = await collectParts(backend.complete({ prompt: "Once" }, { thought }), () =>
        expect(thought.end()).toBe(false),
      );
      await backend.dispose();
      expect(joinParts(parts).parts).toEqual([{ text: "<think>a" }]);
    });

    test("a signal ends it", async () => {
      const backend = await create("word ".repeat(400));
      const abort = new AbortController();
      const parts = await collectParts(backend.complete({ prompt: "Once" }, { signal: abort.signal }), () =>
        abort.abort(),
      );
      await backend.dispose();
      expect(joinParts(parts).finish.reason).toBe("cancelled");
      expect(joinParts(parts).finish.raw.length).toBeLessThan(100);
    });
  });
}
