import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseRawJson, renderJson } from "../../../chat/index.ts";
import { type DataFile, DataFolder } from "../../data/index.ts";
import { readBfclRows } from "./read-rows.ts";
import { toolOf } from "./tool-of.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-bfcl-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): DataFile {
  writeFileSync(join(folder, name), text);
  return { name, sha256: null, source: "invented" };
}

const data = new DataFolder({ folder });
const question = (id: string, type = "integer") =>
  `{"id": "${id}", "question": [[{"role": "user", "content": "Add 5."}]], "function": [{"name": "math.add", "description": "Adds.", "parameters": {"type": "dict", "properties": {"n": {"type": "${type}"}}, "required": ["n"]}}]}`;
const answer = (id: string, name = "math.add") => `{"id": "${id}", "ground_truth": [{"${name}": {"n": [5, 5.0]}}]}`;

describe("readBfclRows", () => {
  it("keeps the spelling of numbers", async () => {
    const [item] = await readBfclRows(data, "simple", write("q", question("a")), write("a", `${answer("a")}\n`));
    expect(item!.expected[0]!.parameters.get("n")!.map(({ type }) => type)).toEqual(["int", "float"]);
    expect(item!.tools[0]!.function.name).toBe("math.add");
  });

  it("expects no call where there are no answers", async () => {
    const [item] = await readBfclRows(data, "irrelevance", write("q", question("a")), null);
    expect(item!.expected).toEqual([]);
  });

  it.each([
    ["a row that is cut off", question("a").slice(0, 90), answer("a"), "line 1"],
    ["a question of several turns", question("a").replace("]]", "], []]"), answer("a"), "row 1"],
    ["an answer that is missing", `${question("a")}\n${question("b")}`, answer("a"), "b: its answer is missing"],
    ["an answer with a function that is not offered", question("a"), answer("a", "sub"), "calls sub"],
    ["a type that nobody knows", question("a", "quaternion"), answer("a"), "quaternion"],
    ["an empty file", "", answer("a"), "no row"],
  ])("names %s", async (_name, questions, answers, message) => {
    const read = readBfclRows(data, "simple", write("q", questions), write("a", answers));
    await expect(read).rejects.toMatchObject({ code: "file-invalid", message: expect.stringContaining(message) });
  });
});

describe("toolOf", () => {
  it("maps types where they are keywords, and keeps all else", () => {
    const schema = `{"name": "a.b", "description": "d", "parameters": {"type": "dict", "properties": {
      "type": {"type": "any", "default": "dict"}, "x": {"type": "float", "default": 5.0, "optional": true},
      "l": {"type": "tuple", "items": {"type": "dict", "properties": {"y": {"type": "float"}}}}}, "required": ["type"]}}`;
    const { function: tool } = toolOf(parseRawJson(schema));
    expect(tool.name).toBe("a.b");
    expect(renderJson(tool.parameters, "parameters")).toBe(
      '{"type": "object", "properties": {"type": {"type": "string", "default": "dict"}, "x": {"type": "number", "default": 5.0, "optional": true}, "l": {"type": "array", "items": {"type": "object", "properties": {"y": {"type": "number"}}}}}, "required": ["type"]}',
    );
  });
});
