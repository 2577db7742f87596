/** Laws of the tokens that parts carry, for backends that know tokens. */
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { StreamPart, TokenLogprob } from "../../chat/index.ts";
import { isHermesError } from "../../errors.ts";
import { collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { collectParts } from "./collect-parts.ts";
import type { CreateReciter } from "./conformance.suite.ts";
import { conversations, notWritten, question } from "./conversations.ts";
import { joinParts } from "./joined-parts.ts";

type Kind = "text-delta" | "reasoning-delta";

const decoder = new TextDecoder();
/** Line breaks next to markup are no content, and parts around a call are joined by one. */
const withoutLineBreaks = (text: string) => text.replace(/[\r\n]/g, "");
const textOf = (parts: readonly StreamPart[], kind: Kind) =>
  parts.map((part) => (part.type === kind ? part.text : "")).join("");

function tokensOf(parts: readonly StreamPart[], kind: Kind | "tool-call"): readonly TokenLogprob[] {
  return parts.flatMap((part) => (part.type === kind ? part.logprobs! : []));
}

/** Text of tokens by their bytes; a control token stands for its own text. */
export function spell(tokens: readonly TokenLogprob[]): string {
  const utf8 = new TextEncoder();
  return decoder.decode(Uint8Array.from(tokens.flatMap(({ bytes, text }) => bytes ?? [...utf8.encode(text)])));
}

/** Every token of the text stands once, in order, with the part it belongs to. */
export function expectTokensSpell(parts: readonly StreamPart[]): void {
  for (const kind of ["text-delta", "reasoning-delta"] as const) {
    expect(withoutLineBreaks(spell(tokensOf(parts, kind)))).toBe(withoutLineBreaks(textOf(parts, kind)));
  }
  for (const part of parts) {
    if (part.type === "tool-call") expect(spell(part.logprobs!)).toMatch(/^<tool_call>\s*\{.*\}\s*$|^\s*\{.*\}\s*$/s);
  }
}

function withoutLogprobs(part: StreamPart): StreamPart {
  if (!("logprobs" in part)) return part;
  const { logprobs: _logprobs, ...rest } = part;
  return rest;
}

export function describeLogprobs(name: string, create: CreateReciter): void {
  const ask = async (says: string, request: Partial<ChatRequest>, onPart?: () => unknown): Promise<StreamPart[]> => {
    const backend = await create(says);
    try {
      return await collectParts(backend.stream({ ...question, ...request }), onPart);
    } finally {
      await backend.dispose();
    }
  };

  describe(`${name} tells the tokens of its answers`, () => {
    const written = conversations.filter((conversation) => !(conversation.name in notWritten));
    test.each(written.map((conversation) => [conversation.name, conversation] as const))(
      "%s",
      async (_name, { says, request = {} }) => {
        const [plain, told] = [await ask(says, request), await ask(says, { ...request, logprobs: 1 })];
        expect(joinParts(told.map(withoutLogprobs)).parts).toEqual(joinParts(plain).parts);
        expectTokensSpell(told);
      },
    );

    test("a reader far behind the engine gets the same parts", async () => {
      const says = "<think>\nHm, naïve 世界.\n</think>\nYes 👩‍🚀, no.";
      const [late, prompt] = [await ask(says, { logprobs: 2 }, () => wait(2)), await ask(says, { logprobs: 2 })];
      expectTokensSpell(late);
      const strip = ({ token, top }: TokenLogprob) => [token, top.length];
      expect(tokensOf(late, "text-delta").map(strip)).toEqual(tokensOf(prompt, "text-delta").map(strip));
    });

    test("a greedy token is the likeliest in its place, and carries its own bytes", async () => {
      const tokens = tokensOf(await ask("Grüße.", { logprobs: 1 }), "text-delta");
      expect(tokens.map(({ text }) => text)).toEqual(["G", "r", "\ufffd", "\ufffd", "\ufffd", "\ufffd", "e", "."]);
      for (const { top, ...own } of tokens) expect(top).toEqual([own]);
      expect(tokens[2]!.bytes).toEqual([0xc3]);
      expect(tokens.every(({ logprob }) => logprob <= 0 && logprob > -0.01)).toBe(true);
    });

    test("tokens that were forced are certain, and nothing stands beside them", async () => {
      const parts = await ask("<think>\nabc", { thinking: true, thinkingBudget: 2, logprobs: 3 });
      expect(textOf(parts, "reasoning-delta")).toBe("a");
      expect(spell(tokensOf(parts, "reasoning-delta"))).toBe("a");
      expect(spell(tokensOf(parts, "text-delta"))).toBe("bc");
    });

    test("0 gives the token alone; not asked for, parts carry nothing", async () => {
      expect(tokensOf(await ask("Hi", { logprobs: 0 }), "text-delta").map(({ top }) => top)).toEqual([[], []]);
      for (const part of await ask("Hi", {})) expect(part).not.toHaveProperty("logprobs");
    });

    test("the whole answer has those of its content", async () => {
      const backend = await create("<think>\na\n</think>\nHi.");
      const answer = await collectAnswer(backend.stream({ ...question, thinking: true, logprobs: 0 }));
      await backend.dispose();
      expect(spell(answer.logprobs!)).toBe("Hi.");
    });

    test.each([-1, 21, 0.5, "3" as unknown as number])("%s is refused", async (logprobs) => {
      await expect(ask("Hi", { logprobs })).rejects.toSatisfy(
        (error) => isHermesError(error, "usage") && error.facts.argument === "logprobs",
      );
    });
  });
}
