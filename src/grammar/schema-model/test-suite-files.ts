/** For tests only: the cases of the official JSON-Schema-Test-Suite, which stands beside the checkout and may be missing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import type { Draft } from "./model.ts";
import { parseJson } from "./parse-json.ts";

const suite = new URL("../../../../shared/data/json-schema-test-suite/", import.meta.url);

export const hasSuite = existsSync(suite);

/** Each draft by the name of its folder. */
export const SUITE_DRAFTS: Readonly<Record<string, Draft>> = {
  draft4: "4",
  draft6: "6",
  draft7: "7",
  "draft2019-09": "2019-09",
  "draft2020-12": "2020-12",
};

export interface SuiteGroup {
  readonly folder: string;
  /** File without ending, with `optional/` or `optional/format/` before it where it is there. */
  readonly file: string;
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly SuiteTest[];
}

export interface SuiteTest {
  readonly description: string;
  readonly data: JsonValue;
  readonly valid: boolean;
}

export function* readSuite(): Iterable<SuiteGroup> {
  for (const folder of Object.keys(SUITE_DRAFTS)) {
    for (const path of jsonFiles(new URL(`tests/${folder}/`, suite))) {
      const groups = parseJson(readFileSync(new URL(`tests/${folder}/${path}`, suite), "utf8"));
      for (const group of arrayOf(groups)) yield readGroup(folder, path.replace(/\.json$/, ""), objectOf(group));
    }
  }
}

/** What the suite asks to be found at http://localhost:1234/. */
export function readSuiteDocuments(): ReadonlyMap<string, JsonValue> {
  const folder = new URL("remotes/", suite);
  return new Map(
    jsonFiles(folder).map((path) => [
      `http://localhost:1234/${path}`,
      parseJson(readFileSync(new URL(path, folder), "utf8")),
    ]),
  );
}

function readGroup(folder: string, file: string, group: JsonObject): SuiteGroup {
  const tests = arrayOf(group.get("tests")).map(objectOf);
  return {
    folder,
    file,
    description: String(group.get("description")),
    schema: group.get("schema")!,
    tests: tests.map((test) => ({
      description: String(test.get("description")),
      data: test.get("data")!,
      valid: test.get("valid") === true,
    })),
  };
}

function jsonFiles(folder: URL): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".json")).sort();
}

function arrayOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (!isJsonArray(value)) throw new TypeError("the suite has an array here");
  return value;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw new TypeError("the suite has an object here");
  return value;
}
