import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../chat/index.ts";
import { question } from "../testing/conversations.ts";
import { joinParts } from "../testing/joined-parts.ts";
import { type Dialect, dialects } from "./testing/dialects.ts";
import { collectParts, startBackend } from "./testing/start-backend.ts";

const tools = [{ type: "function", function: { name: "weather" } }] as const;

async function ask({ preset }: Dialect, pieces: readonly (string | Uint8Array)[]): Promise<StreamPart[]> {
  const { backend } = await startBackend(() => ({ pieces }), { preset, mode: "chat", model: "Hermes-4-70B" });
  return collectParts(backend, { thinking: true, tools });
}

function expectAnswer(stream: readonly StreamPart[], { usage, callIds }: Dialect): void {
  const { parts, callIds: ids, diagnostics, finish } = joinParts(stream);
  expect(parts).toEqual([
    { thought: "Need it.", closed: true },
    { text: "Looking." },
    { call: "weather", arguments: '{"city": "Bonn"}', notes: [] },
    { call: "weather", arguments: '{"city": "Rome"}', notes: [] },
  ]);
  for (const [index, id] of ids.entries()) expect(id).toMatch(callIds[index] ?? /^call_[0-9a-f]{24}$/);
  expect(finish.reason).toBe("tool-calls");
  if (usage !== null) expect(finish.usage).toMatchObject(usage);
  expect(diagnostics).toEqual(usage === null ? ["usage-estimated"] : []);
}

describe("the dialects", () => {
  test.each(dialects.map((dialect) => [dialect.name, dialect] as const))("%s", async (_name, dialect) => {
    expectAnswer(await ask(dialect, dialect.pieces), dialect);
  });

  test("any cut of the bytes gives the same parts", async () => {
    const encoder = new TextEncoder();
    const sampled = fc.sample(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), {
      seed: 5,
      numRuns: 4,
    });
    for (const dialect of dialects) {
      const bytes = encoder.encode(dialect.pieces.join(""));
      for (const fractions of sampled) {
        const cuts = [...fractions.map((fraction) => Math.floor(fraction * bytes.length)), bytes.length].sort(
          (a, b) => a - b,
        );
        const pieces = cuts.map((cut, index) => bytes.subarray(cuts[index - 1] ?? 0, cut));
        expectAnswer(await ask(dialect, pieces), dialect);
      }
    }
  });

  test("whatever the moment the connection drops, what came is a beginning of the answer, and it is told", async () => {
    const whole = '{"city": "Bonn"}';
    for (const dialect of dialects) {
      const end = dialect.pieces.findIndex((piece) => /"finish_reason":"/.test(piece));
      for (let cut = 0; cut <= end; cut += 3) {
        const pieces = dialect.pieces.slice(0, cut);
        const reply = () => ({ pieces, ending: "drop" }) as const;
        const { backend } = await startBackend(reply, { preset: dialect.preset, mode: "chat", retry: { retries: 0 } });
        const seen: StreamPart[] = [];
        const reading = (async () => {
          for await (const part of backend.stream({ ...question, thinking: true, tools })) seen.push(part);
        })();
        await expect(reading).rejects.toMatchObject({
          code: "remote-failed",
          facts: { reason: expect.stringMatching(/cut|unreachable/) },
        });
        const said = seen
          .map((part) => ("text" in part ? part.text : part.type === "tool-call" ? part.arguments : ""))
          .join("");
        expect(`Need it.Looking.${whole}${whole.replace("Bonn", "Rome")}`.startsWith(said)).toBe(true);
      }
    }
  });
});
