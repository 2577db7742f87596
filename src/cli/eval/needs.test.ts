import { describe, expect, test } from "vitest";
import { type CodeSandbox, tasks } from "../../environments/index.ts";
import { checkNeeds, openSandboxFor } from "./open-models.ts";
import { readTaskOptions } from "./read-task-options.ts";

const chosen = (...ids: string[]) => tasks.filter(({ id }) => ids.includes(id));
const sandbox: CodeSandbox = { name: "none", run: () => Promise.reject(new Error("never")) };
const none = { sandbox: null, reason: "this is no Linux" } as const;

describe("what tasks need", () => {
  test.each([
    [["humaneval"], false, none, /^humaneval is skipped: it runs code .*: this is no Linux\. Leave humaneval out\.$/],
    [["livecodebench"], true, none, /^livecodebench is skipped/],
    [["arena-hard"], false, { sandbox }, /^arena-hard needs a judge: give --judge, an address or a model\.$/],
    [["refusalbench"], false, { sandbox }, /Or --option refusalbench\.fallback=on/],
  ])("%j with judge %j", (ids, judge, opened, message) => {
    const found = chosen(...ids);
    expect(() => checkNeeds(found, { judge, sandbox: opened }, readTaskOptions([], found))).toThrow(message);
  });

  test.each([
    [["humaneval", "xstest"], false, { sandbox }, []],
    [["xstest", "rewardbench", "gsm8k"], false, none, []],
    [["refusalbench"], false, none, ["refusalbench.fallback=on"]],
    [["arena-hard", "eqbench3", "creative-writing"], true, none, ["eqbench3.analysis=401, 402"]],
  ])("%j with judge %j is enough", (ids, judge, opened, options) => {
    const found = chosen(...ids);
    expect(() => checkNeeds(found, { judge, sandbox: opened }, readTaskOptions(options, found))).not.toThrow();
  });

  test("no code is tried where no task runs any", async () => {
    expect(await openSandboxFor(chosen("xstest"))).toEqual({ sandbox: null, reason: "no task needs it" });
  });

  test("options are read by task, the last of each counts", () => {
    const found = chosen("livecodebench", "refusalbench");
    const settings = readTaskOptions(
      ["livecodebench.from=2025-01-01", "livecodebench.from=2025-02-01", "refusalbench.inverted=A=B; C"],
      found,
    );
    expect(settings.get("livecodebench")).toEqual({ from: "2025-02-01", to: "2025-05-01" });
    expect(settings.get("refusalbench")).toMatchObject({ inverted: "A=B; C", fallback: "off" });
  });
});
