import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mode, Score, ScoredSample } from "../contract.ts";
import { createRandom } from "../random.ts";
import { dataFormats } from "../scoring/data-formats/index.ts";
import { type SchemaVerdict, schemaAdherence } from "./environment.ts";
import { ERROR_KINDS, injectError } from "./inject-error.ts";
import { type SchemaItem, validator } from "./items.ts";
import { leaves, withPart } from "./json.ts";
import { CONTAINERS, writeForm } from "./output-form.ts";

function items(split: "train" | "eval", seed: number, count: number): SchemaItem[] {
  const list: SchemaItem[] = [];
  for (const item of schemaAdherence.items(split, seed) as Iterable<SchemaItem>) if (list.push(item) === count) break;
  return list;
}

const score = (item: SchemaItem, completion: string, mode: Mode = "plain") =>
  schemaAdherence.score(item, { completion, mode }, {}) as Score<SchemaVerdict>;

describe("error injection", () => {
  // Formats by short patterns of our own: ajv is the second opinion on everything else.
  const ajv = new Ajv2020({ strict: false });
  ajv.addFormat("email", /^[^@\s]+@[^@\s]+\.[a-z]+$/);
  ajv.addFormat("uri", /^https:\/\/[^\s]+$/);
  ajv.addFormat("uuid", /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  ajv.addFormat("date", /^\d{4}-(?:0[1-9]|1[0-2])-\d{2}$/);

  it("makes every kind of error, which the validator and ajv refuse, and draws valid facts", () => {
    const seen = new Set<string>();
    for (const item of items("train", 4, 400)) {
      const check = ajv.compile(item.schema);
      expect(check(item.facts), JSON.stringify(item.facts)).toBe(true);
      expect(validator(item.schema)(item.facts)).toBe(true);
      if (item.error === null) continue;
      seen.add(item.error.kind);
      expect(check(item.error.value), JSON.stringify(item.error)).toBe(false);
      expect(withPart(item.error.value, item.error.path, undefined)).toEqual(
        withPart(item.facts, item.error.path, undefined),
      );
    }
    expect([...seen].sort()).toEqual([...ERROR_KINDS].sort());
  });

  it("is the same for the same seed", () => {
    const [item] = items("eval", 1, 1);
    const inject = (seed: string) =>
      ERROR_KINDS.map((kind) =>
        injectError(createRandom(seed), kind, item!.schema, item!.facts, validator(item!.schema)),
      );
    expect(inject("a")).toEqual(inject("a"));
    expect(inject("a")).not.toEqual(inject("b"));
  });

  it("puts nested and list errors where they say", () => {
    for (const { error } of items("train", 5, 400)) {
      if (error?.kind === "nested_error") expect(error.path.length).toBeGreaterThanOrEqual(2);
      if (error?.kind === "list_error") expect(error.path.some((step) => typeof step === "number")).toBe(true);
    }
  });

  it("gives up where no error can be", () => {
    const open = { type: "object", properties: { free: { type: "boolean" } }, required: ["free"] } as const;
    for (const kind of [
      "constraint_error",
      "format_error",
      "enum_error",
      "extra_field",
      "nested_error",
      "list_error",
      "validator_error",
    ] as const) {
      expect(injectError(createRandom("x"), kind, open, { free: true }, validator(open))).toBeNull();
    }
  });
});

describe("schema-adherence", () => {
  it("scores demonstrations 1 in every format, container and mode", () => {
    const seen = new Set<string>();
    for (const mode of ["reasoning", "plain"] as const) {
      for (const item of items("eval", 1, 150)) {
        const completion = schemaAdherence.demonstrate(item, mode)!;
        const right = score(item, completion, mode);
        expect(right, completion).toMatchObject({ value: 1, correct: true });
        expect(completion.slice(right.extracted!.start, right.extracted!.end)).toBe(right.extracted!.text);
        expect(right.verdict!.minimalEdit).toBe(item.error === null ? null : 1);
        seen.add(`${item.format} ${item.container}`);
      }
    }
    expect(seen.size).toBe(dataFormats.length * CONTAINERS.length);
  });

  it("scores the broken object, garbage and other containers 0", () => {
    for (const item of items("eval", 2, 80)) {
      const right = writeForm(item.facts, dataFormats.find(({ name }) => name === item.format)!, item.container);
      expect(score(item, "I do not know.").value).toBe(0);
      expect(score(item, right, "reasoning")).toMatchObject({ value: 0, reason: "no_thought" });
      if (item.container !== "tag") expect(score(item, `Here it is: {\n${right}\nDone.`).value).toBe(0);
      if (item.container === "tag") expect(score(item, `Here it is:\n${right}\nDone.`).value).toBe(1);
      if (item.container === "tag")
        expect(score(item, `${right}\n${right}`)).toMatchObject({ value: 0, reason: "container_repeated" });
      if (item.error !== null && item.format === "json") {
        const broken = writeForm(item.error.value, dataFormats[0]!, item.container);
        expect(score(item, broken)).toMatchObject({ value: 0, reason: "not_valid" });
        expect(score(item, broken).verdict!.complaint).toEqual(expect.any(String));
      }
    }
  });

  const base: Omit<SchemaItem, "format" | "container" | "error"> = {
    record: "lamp",
    schema: {
      type: "object",
      properties: {
        name: { type: "string", minLength: 2 },
        watts: { type: "integer", minimum: 1 },
        lit: { type: "boolean" },
        rooms: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 3 },
      },
      required: ["name", "watts", "lit", "rooms"],
      additionalProperties: false,
    },
    facts: { name: "desk lamp", watts: 12, lit: true, rooms: ["hall"] },
  };
  const xml = "<lamp><name>desk lamp</name><watts>12</watts><lit>true</lit><rooms>hall</rooms></lamp>";
  const cases: readonly (readonly [
    format: SchemaItem["format"],
    container: SchemaItem["container"],
    text: string,
    reason: string | null,
  ])[] = [
    ["json", "alone", '{"name":"desk lamp","watts":12,"lit":true,"rooms":["hall"]}', null],
    ["json", "alone", '{"name":"desk lamp","watts":12.0,"lit":true,"rooms":["hall"]}', null],
    ["json", "alone", '{"name":"desk lamp","watts":"12","lit":true,"rooms":["hall"]}', "not_valid"],
    ["json", "alone", '{"name":"desk lamp","watts":12,"lit":true,"rooms":["hall"],"x":1}', "not_valid"],
    ["json", "alone", '{"name":"desk lamp","watts":12,"lit":true}', "not_valid"],
    ["json", "alone", '[{"name":"desk lamp"}]', "not_parsed"],
    ["json", "alone", '{"name":"desk lamp",}', "not_parsed"],
    ["json", "alone", "", "container_missing"],
    ["json", "fence", '```json\n{"name":"desk lamp","watts":12,"lit":true,"rooms":["hall"]}\n```', null],
    ["json", "fence", '```\n{"name":"desk lamp","watts":12,"lit":true,"rooms":["hall"]}\n```', "container_missing"],
    [
      "json",
      "fence",
      'Sure:\n```json\n{"name":"desk lamp","watts":12,"lit":true,"rooms":["hall"]}\n```',
      "container_missing",
    ],
    ["yaml", "alone", "name: desk lamp\nwatts: 12\nlit: true\nrooms: [hall]", null],
    ["yaml", "alone", "name: desk lamp\nwatts: '12'\nlit: true\nrooms: [hall]", "not_valid"],
    ["yaml", "alone", "name: desk lamp\n  watts: 12", "not_parsed"],
    ["toml", "tag", '<toml_output>name = "desk lamp"\nwatts = 12\nlit = true\nrooms = ["hall"]</toml_output>', null],
    ["toml", "tag", "<toml_output>name = desk lamp</toml_output>", "not_parsed"],
    ["toml", "tag", 'name = "desk lamp"\nwatts = 12\nlit = true\nrooms = ["hall"]', "container_missing"],
    ["xml", "alone", xml, null],
    ["xml", "alone", xml.replace("<rooms>hall</rooms>", "<rooms>hall</rooms><rooms>attic</rooms>"), null],
    ["xml", "alone", xml.replace("12", "twelve"), "not_valid"],
    ["xml", "alone", xml.replace("true", "yes"), "not_valid"],
    ["xml", "alone", xml.replace("</lamp>", ""), "not_parsed"],
    ["xml", "alone", `${xml}${xml}`, "not_parsed"],
  ];
  it.each(cases)("%s, %s: %j is %s", (format, container, text, reason) => {
    const result = score({ ...base, format, container, error: null }, text);
    expect([result.value, result.reason ?? null]).toEqual([reason === null ? 1 : 0, reason]);
  });

  it("reports how much of the rest an editing keeps, without a change of the value", () => {
    const broken = { ...base.facts, watts: "not_a_number" };
    const item: SchemaItem = {
      ...base,
      format: "json",
      container: "alone",
      error: { kind: "type_error", path: ["watts"], value: broken },
    };
    const other = score(item, '{"name":"floor lamp","watts":3,"lit":true,"rooms":["hall"]}');
    expect(other.value).toBe(1);
    expect(other.verdict!.minimalEdit).toBeCloseTo(2 / 3);
    const samples: ScoredSample<SchemaVerdict>[] = [
      other,
      score(item, JSON.stringify(base.facts)),
      score(item, "no"),
    ].map((one, sampleIndex) => ({
      itemId: "a",
      category: "editing",
      sampleIndex,
      mode: "plain",
      score: one,
    }));
    expect(schemaAdherence.aggregate!(samples)["minimal edit"]).toBeCloseTo(5 / 6);
    expect(leaves({ a: [1, { b: 2 }], c: [] }).size).toBe(3);
  });

  it("takes a tenth from groups that are all right and long", () => {
    const [right, wrong] = [{ value: 1 }, { value: 0 }] as Score<SchemaVerdict>[];
    const adjust = schemaAdherence.adjustGroup!;
    expect(adjust([right!, right!], [700, 900], 1000)).toEqual([0.9, 0.9]);
    expect(adjust([right!, right!], [600, 900], 1000)).toEqual([1, 1]);
    expect(adjust([right!, wrong!], [900, 900], 1000)).toEqual([1, 0]);
  });

  it("draws the same items for a seed, both tasks, and no item in both splits", () => {
    expect(items("eval", 3, 40)).toEqual(items("eval", 3, 40));
    expect(items("eval", 3, 40)).not.toEqual(items("eval", 4, 40));
    const train = items("train", 3, 800);
    const generation = train.filter(({ error }) => error === null).length / train.length;
    expect(generation).toBeGreaterThan(0.4);
    expect(generation).toBeLessThan(0.7);
    const held = new Set(items("eval", 1, 300).map((item) => schemaAdherence.itemId(item)));
    expect(train.some((item) => held.has(schemaAdherence.itemId(item)))).toBe(false);
  });

  it("never throws on hostile text and keeps its spans", () => {
    const pool = items("eval", 6, 24);
    const parts = fc.constantFrom(
      "<json_output>",
      "</json_output>",
      "```json",
      "```",
      "<xml_output>",
      "{",
      "}",
      "[",
      "&a ",
      "*a",
      '"__proto__":',
      ":",
      "\n",
      "<a>",
      "</a>",
      "<!DOCTYPE",
      "= ",
      "name",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.array(parts, { maxLength: 30 }).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...pool), (hostile, item) => {
        const { extracted } = score(item, hostile);
        if (extracted && hostile.slice(extracted.start, extracted.end) !== extracted.text) throw new Error("span");
      }),
      { numRuns: 600, seed: 8 },
    );
  });
});
