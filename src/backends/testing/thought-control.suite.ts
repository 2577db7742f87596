/** One suite for thoughts that are ended from outside. The model goes on with its own text, which then is answer. */
import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { ThoughtControl } from "../thought-control.ts";
import { collectParts } from "./collect-parts.ts";
import type { CreateReciter } from "./conformance.suite.ts";
import { question } from "./conversations.ts";
import { type JoinedAnswer, joinParts } from "./joined-parts.ts";

const thinking: ChatRequest = { ...question, thinking: true };
const prefilled: ChatRequest = {
  messages: [...question.messages, { role: "assistant", content: "<think>\nFirst" }],
  continueFinalMessage: true,
};

export function describeThoughtControl(name: string, create: CreateReciter): void {
  /** `endAfter`: characters of the thought behind which it is ended; null for never. */
  async function ask(says: string, request: ChatRequest, thought: ThoughtControl, endAfter: number | null) {
    const backend = await create(says);
    let seen = 0;
    try {
      const parts = await collectParts(backend.stream(request, { thought }), (part) => {
        if (part.type === "reasoning-delta") seen += part.text.length;
        if (endAfter !== null && seen >= endAfter && thought.end()) seen = Number.NEGATIVE_INFINITY;
      });
      return joinParts(parts);
    } finally {
      await backend.dispose();
    }
  }

  /** The model's text stands whole around the closing tag. */
  function expectEnded({ parts, finish }: JoinedAnswer, whole: string): void {
    const [thought, text] = parts as [{ thought: string; closed: boolean }, { text: string }];
    expect(thought.closed).toBe(true);
    expect(thought.thought + text.text).toBe(whole);
    expect(finish).toMatchObject({ reason: "stop", thinkingBudgetReached: false, thoughtEndedByCaller: true });
  }

  describe(`${name} lets its thought be ended`, () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".repeat(8);

    test("in the middle, within a few tokens", async () => {
      const thought = new ThoughtControl();
      const answer = await ask(`<think>\n${letters}`, thinking, thought, 3);
      expectEnded(answer, letters);
      expect(thought.end()).toBe(false);
    });

    test("before it begins", async () => {
      const thought = new ThoughtControl();
      expect(thought.end()).toBe(true);
      const answer = await ask("<think>abc", thinking, thought, null);
      expect(answer.parts).toEqual([{ thought: "", closed: true }, { text: "abc" }]);
      expect(answer.finish).toMatchObject({ thinkingBudgetReached: false, thoughtEndedByCaller: true });
      expect(thought.ending).toBe(false);
    });

    test("where the prompt has begun it", async () => {
      const thought = new ThoughtControl();
      thought.end();
      const answer = await ask("abc", prefilled, thought, null);
      expect(answer.parts).toEqual([{ thought: "", closed: true }, { text: "abc" }]);
      expect(answer.finish.raw).toBe("\n</think>\nabc");
    });

    test("not again once it is over, and not where there is none", async () => {
      for (const says of ["<think>\na\n</think>\nHello there.", "Hello there."]) {
        const thought = new ThoughtControl();
        const backend = await create(says);
        const ends: boolean[] = [];
        const parts = await collectParts(backend.stream(thinking, { thought }), (part) => {
          if (part.type === "text-delta") ends.push(thought.end());
        });
        await backend.dispose();
        expect(ends.length).toBeGreaterThan(0);
        expect(ends.includes(true)).toBe(false);
        expect(joinParts(parts).finish).not.toHaveProperty("thoughtEndedByCaller");
        expect(joinParts(parts).parts.at(-1)).toEqual({ text: "Hello there." });
      }
    });

    test("an unused control changes nothing", async () => {
      const answer = await ask("<think>\nabc\n</think>\nHi.", thinking, new ThoughtControl(), null);
      expect(answer.parts).toEqual([{ thought: "abc", closed: true }, { text: "Hi." }]);
      expect(answer.finish).not.toHaveProperty("thoughtEndedByCaller");
    });

    test("a budget that is spent first is told as such", async () => {
      const request = { ...thinking, thinkingBudget: 2 };
      const answer = await ask("<think>abcdef", request, new ThoughtControl(), null);
      expect(answer.finish).toMatchObject({ thinkingBudgetReached: true });
      expect(answer.finish).not.toHaveProperty("thoughtEndedByCaller");
    });

    test("it is over when the answer fails, is cancelled or left", async () => {
      const failed = new ThoughtControl();
      const backend = await create("<think>abc");
      const refused = collectAnswer(backend.stream({ ...thinking, stop: [""] }, { thought: failed }));
      await expect(refused).rejects.toSatisfy((error) => isHermesError(error, "usage"));
      expect(failed.end()).toBe(false);
      const left = new ThoughtControl();
      for await (const _part of backend.stream(thinking, { thought: left })) break;
      expect(left.end()).toBe(false);
      await backend.dispose();
    });
  });
}
