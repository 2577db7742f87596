import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Task, tasks } from "../../environments/index.ts";
import type { Terminal } from "../terminal.ts";
import { readData } from "./read-data.ts";

const folder = mkdtempSync(join(tmpdir(), "hermes-data-"));
afterAll(() => rmSync(folder, { recursive: true }));
const terminal = { environment: { HERMES_DATA: "/data" } } as unknown as Terminal;
const chosen = (...ids: string[]) => tasks.filter(({ id }) => ids.includes(id));

/** Where the files of the tasks are looked for. */
function places(found: readonly Task[], ...given: string[]): (string | null)[] {
  const data = readData(given, found, terminal);
  return found.flatMap(({ files }) => files.map((file) => data.pathOf(file)));
}

describe("--data NAME=FILE", () => {
  test.each([
    [["mmlu-pro"], "mmlu_pro/test.jsonl.gz=/x/a", ["/x/a"]],
    [["mmlu-pro"], "mmlu_pro=/x/a", ["/x/a"]],
    [["mmlu-pro"], "mmlu-pro=/x/a=b", ["/x/a=b"]],
    [["aime24", "aime25"], "aime25=/x/a", ["/data/aime/aime24.jsonl", "/x/a"]],
    [["aime24", "aime25"], `aime=${folder}`, [join(folder, "aime24.jsonl"), join(folder, "aime25.jsonl")]],
    [
      ["musr"],
      `musr=${folder}`,
      ["murder_mystery", "object_placements", "team_allocation"].map((name) => join(folder, `${name}.json`)),
    ],
    [["gsm8k"], `gsm8k=${folder}`, [join(folder, "test.jsonl")]],
  ])("%j: %s", (ids, given, expected) => {
    expect(places(chosen(...ids), given)).toEqual(expected);
  });

  test.each([
    ["mmlu=/x/a", /none of these tasks reads mmlu\. They read mmlu_pro\/test\.jsonl\.gz, mmlu_pro, mmlu-pro, bfcl\//],
    ["bfcl=/x/a", /bfcl is 9 files\. Give their folder, or each by its name: bfcl\/BFCL_v4_simple_python\.jsonl, /],
  ])("%s is refused", (given, message) => {
    expect(() => places(chosen("mmlu-pro", "bfcl"), given)).toThrow(message);
  });
});
