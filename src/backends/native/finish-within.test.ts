/** Answers that end whole within few tokens, with the real nano model drawing almost at random. */
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { type Constraint, createSchemaCheck } from "../../grammar/index.ts";
import { randomSchema } from "../../grammar/json/testing/random-schemas.ts";
import { realisticSchemas } from "../../grammar/json/testing/realistic-schemas.ts";
import { type ChatAnswer, collectAnswer } from "../collect-answer.ts";
import type { ChatRequest } from "../contract.ts";
import { loadNativeBackend } from "./load-native-backend.ts";
import type { NativeBackend } from "./native-backend.ts";

const messages = [{ role: "user" as const, content: "Ada is 36 and lives in Rome. What is the weather there?" }];
/** Far from what the model would say, so that it begins what it has no tokens for. */
const wild = { temperature: 1.7, topK: 0, topP: 1 };
/** Ways to think, and how many tokens there are beyond the fewest. */
const budgets: readonly (readonly [thought: Partial<ChatRequest>, more: readonly number[]])[] = [
  [{ thinking: false }, [0, 3, 12]],
  [{ thinking: true }, [0, 12]],
  [{ thinking: true, thinkingBudget: 5 }, [9]],
];
const tool = (name: string, parameters?: object) => ({ type: "function" as const, function: { name, parameters } });
const tools = [
  tool("get_weather", {
    type: "object",
    properties: { city: { type: "string", minLength: 2 }, days: { type: "array", items: { type: "integer" } } },
    required: ["city"],
  }),
  tool("get_time"),
] as NonNullable<ChatRequest["tools"]>;

describe("finishWithinBudget", () => {
  let backend: NativeBackend;
  beforeAll(async () => {
    backend = await loadNativeBackend({ folder: "models/nano" });
  });
  afterAll(() => backend.dispose());

  const ask = (request: Partial<ChatRequest>): Promise<ChatAnswer> =>
    collectAnswer(backend.stream({ messages, finishWithinBudget: true, ...request }));

  /** Tokens of the shortest answer that is known. */
  async function leastTokens(request: Partial<ChatRequest>): Promise<number> {
    try {
      return (await ask({ ...request, maxTokens: 1 })).usage.completionTokens;
    } catch (error) {
      if (!isHermesError(error, "usage")) throw error;
      expect(error.facts).toEqual({ argument: "finishWithinBudget" });
      return Number(/found has (\d+)/.exec(error.message)![1]);
    }
  }

  /** Asks with as few tokens as there can be, and some more; `check` throws for an answer that is not whole. */
  async function askShortly(request: Partial<ChatRequest>, check: (answer: ChatAnswer) => void, seed = 1) {
    for (const [thought, further] of budgets) {
      const least = await leastTokens({ ...request, ...thought });
      for (const more of further) {
        const maxTokens = least + more;
        const answer = await ask({ ...request, ...thought, maxTokens, sampling: { ...wild, seed: seed + more } });
        expect(answer.usage.completionTokens).toBeLessThanOrEqual(maxTokens);
        check(answer);
      }
    }
  }

  const meets = (schema: unknown) => {
    const isOld = JSON.stringify(schema).includes("draft-07");
    // Formats are for our own check: ajv's are others.
    const options = { strict: false, validateFormats: false };
    const validate = (isOld ? new Ajv(options) : new Ajv2020(options)).compile(schema as object);
    const check = createSchemaCheck(schema);
    return ({ content, finishReason }: ChatAnswer) => {
      expect(finishReason, content!).toBe("stop");
      expect([validate(JSON.parse(content!)), check(content!)], content!).toEqual([true, null]);
    };
  };

  test.each(realisticSchemas)("$name", async ({ schema }) => {
    await askShortly({ constraint: { type: "json-schema", schema } }, meets(schema));
  });

  test("random schemas", async () => {
    await fc.assert(
      fc.asyncProperty(randomSchema, fc.nat(1000), async (schema, seed) => {
        const request: Partial<ChatRequest> = { constraint: { type: "json-schema", schema } };
        const isEnforced = await leastTokens(request).catch((error: unknown) => {
          if (isHermesError(error, "schema-unsupported") || isHermesError(error, "schema-invalid")) return false;
          throw error;
        });
        if (isEnforced !== false) await askShortly(request, meets(schema), seed);
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  test.each<readonly [string, Constraint, RegExp]>([
    ["any object", { type: "json-object" }, /^\s*\{[\s\S]*\}$/],
    ["a pattern", { type: "regex", pattern: "[A-Z][a-z]{2,8}(, \\d{1,3} (years|months))*" }, /^[A-Z][a-z]{2,8}/],
    ["a pattern without end", { type: "regex", pattern: "a+b*" }, /^a+b*$/],
    ["a choice", { type: "choice", choices: ["sunny", "sunny spells and rain", "I cannot say"] }, /^(sunny|I can)/],
  ])("%s", async (_name, constraint, shape) => {
    await askShortly({ constraint }, ({ content, finishReason }) => {
      expect(finishReason).toBe("stop");
      expect(content).toMatch(shape);
    });
  });

  test.each(["required", { name: "get_weather" }] as const)("tools that must be called: %j", async (toolChoice) => {
    await askShortly({ tools, toolChoice }, ({ toolCalls, finishReason, content }) => {
      expect([content, finishReason]).toEqual([null, "tool-calls"]);
      for (const call of toolCalls) expect(() => JSON.parse(call.arguments)).not.toThrow();
    });
  });

  test("a call that is begun freely is ended, or not begun", async () => {
    for (const maxTokens of [3, 8, 14, 22, 30]) {
      for (const seed of [1, 2, 3]) {
        const { toolCalls, diagnostics } = await ask({ tools, maxTokens, sampling: { ...wild, temperature: 1, seed } });
        expect(diagnostics).toEqual([]);
        for (const call of toolCalls) expect(() => JSON.parse(call.arguments)).not.toThrow();
      }
    }
  });

  test("a limit that is far away changes nothing", async () => {
    const { schema } = realisticSchemas.find(({ name }) => name === "strict weather call")!;
    const request = { constraint: { type: "json-schema", schema } as const, maxTokens: 300, sampling: { seed: 5 } };
    expect((await ask(request)).raw).toBe((await ask({ ...request, finishWithinBudget: false })).raw);
  });

  test("free text, and a text to continue", async () => {
    await expect(ask({ maxTokens: 5 })).rejects.toMatchObject({ facts: { argument: "finishWithinBudget" } });
    const parts = [];
    const constraint = { type: "choice", choices: ["a long answer of many words", "no"] } as const;
    for await (const part of backend.complete({ prompt: "a", maxTokens: 2, constraint, finishWithinBudget: true })) {
      parts.push(part);
    }
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "stop" });
  });
});
