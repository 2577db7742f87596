import { afterAll, describe, expect, test } from "vitest";
import { repair } from "../../environments/generated/repair.ts";
import { Hermes } from "../../hermes.ts";
import { type RepairQuestion, repairJson } from "./index.ts";

const PERSON = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer", minimum: 0 }, city: { type: "string" } },
  required: ["name", "age"],
  additionalProperties: false,
};

describe("what a model's answer may do", () => {
  const broken = '{"name":"Ada","age":-3,"city":"London"}';

  test("it is asked with the schema, the object and its errors, and held to the schema", async () => {
    const asked: RepairQuestion[] = [];
    await repairJson(broken, PERSON, {
      ask: async (question) => {
        asked.push(question);
        return "{}";
      },
    });
    expect(asked).toHaveLength(1);
    const [{ messages, constraint } = { messages: [], constraint: null }] = asked;
    expect(messages.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(messages[0]?.content).toContain('<schema>\n{"type": "object", "properties": {"name": {"type": "string"}');
    expect(messages[1]?.content).toMatch(/^Fix this JSON: \{"name": "Ada", "age": -3, "city": "London"\}\n\nErrors:\n/);
    expect(messages[1]?.content).toContain('- "/age": expected a number >= 0, found -3');
    expect(constraint).toEqual({ type: "json-schema", schema: JSON.stringify(PERSON) });
  });

  test("it is not asked about what is valid, or was corrected", async () => {
    const ask = async (): Promise<string> => {
      throw new Error("asked");
    };
    expect((await repairJson('{"name":"Ada","age":"3"}', PERSON, { ask })).valid).toBe(true);
  });

  test.for([
    [
      "mends what is wrong",
      '{"name":"Ada","age":3,"city":"London"}',
      '{"name":"Ada","age":3,"city":"London"}',
      ["model@/age"],
    ],
    [
      "says what the text does not",
      '{"name":"Ada","age":41,"city":"London"}',
      '{"name":"Ada","age":41,"city":"London"}',
      ["model-invented@/age"],
    ],
    [
      "changes what was valid",
      '{"name":"Eve","age":3,"city":"London"}',
      '{"name":"Ada","age":3,"city":"London"}',
      ["model@/age"],
    ],
    ["drops what was valid", '{"name":"Ada","age":3}', '{"name":"Ada","age":3,"city":"London"}', ["model@/age"]],
    [
      "writes in a fence",
      '```json\n{"name":"Ada","age":"3","city":"London"}\n```',
      '{"name":"Ada","age":3,"city":"London"}',
      ["model@/age"],
    ],
    ["leaves it wrong", broken, null, []],
    ["says no", "I cannot.", null, []],
  ] as const)("a model that %s", async ([, answer, expected, changes]) => {
    const result = await repairJson(broken, PERSON, { ask: async () => answer });
    expect(result.valid ? result.json : null).toBe(expected);
    expect(result.changes.map(({ rule, pointer }) => `${rule}@${pointer}`)).toEqual(changes);
    expect(result.stages.at(-1)).toMatchObject({ name: "model", outcome: expected === null ? "failed" : "repaired" });
    expect(result.errors.length > 0).toBe(expected === null);
  });

  test("what was put back is told", async () => {
    const result = await repairJson(broken, PERSON, { ask: async () => '{"name":"Eve","age":3,"city":"London"}' });
    expect(result.stages.at(-1)?.notes).toEqual(['the model changed "/name", which was valid; it was put back']);
  });

  test("an answer that is valid only with the change of a valid part does not count", async () => {
    const schema = { ...PERSON, not: { properties: { name: { const: "Ada" }, age: { const: 3 } } } };
    const result = await repairJson(broken, schema, { ask: async () => '{"name":"Eve","age":3,"city":"London"}' });
    expect(result).toMatchObject({ valid: false, json: broken });
    expect(result.stages.at(-1)).toMatchObject({ name: "model", outcome: "failed" });
  });

  test("from a text without JSON everything that is not in it is told", async () => {
    const result = await repairJson("Ada is from London", PERSON, { ask: async () => '{"name":"Ada","age":36}' });
    expect(result.changes).toEqual([
      { stage: "model", rule: "model", pointer: "/name", after: "Ada" },
      { stage: "model", rule: "model-invented", pointer: "/age", after: 36 },
    ]);
  });

  test("what the model's side throws is thrown", async () => {
    const ask = async () => Promise.reject(new Error("no line"));
    await expect(repairJson(broken, PERSON, { ask })).rejects.toThrow("no line");
  });
});

describe("with the embedded model", async () => {
  const hermes = await Hermes.load();
  afterAll(() => hermes.dispose());
  const ask = async ({ messages, constraint }: RepairQuestion): Promise<string> =>
    (await hermes.chat({ messages, constraint, maxTokens: 200, sampling: { temperature: 0 } })).content ?? "";

  test("it mends what it has learnt to mend, and what comes of it is told", async () => {
    let [asked, right] = [0, 0];
    for (const { broken, fixed } of repair.items("eval", 3)) {
      if (++asked > 8) break;
      const properties = Object.fromEntries(Object.entries(fixed).map(([key, value]) => [key, schemaOf(value)]));
      const schema = JSON.stringify({ properties, required: Object.keys(fixed), additionalProperties: false });
      const messages = [{ role: "user", content: `Fix this JSON: ${broken}` }] as const;
      const answer = await ask({ messages, constraint: { type: "json-schema", schema } });
      if (JSON.stringify(JSON.parse(answer)) === JSON.stringify(fixed)) right++;
    }
    expect(right).toBeGreaterThanOrEqual(7);
  });

  test("held to the schema, its answer counts, and what the text does not have is told", async () => {
    const result = await repairJson('{"name":"Ada","age":-3,"city":"London"}', PERSON, { ask });
    expect(result).toMatchObject({ valid: true, value: { name: "Ada", city: "London" } });
    expect(result.changes).toMatchObject([{ stage: "model", pointer: "/age", before: -3 }]);
  });
});

function schemaOf(value: unknown): object {
  return Array.isArray(value) ? { type: "array", items: { type: "string" } } : { type: typeof value };
}
