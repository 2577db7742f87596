import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runTestCli } from "../src/cli/test-terminal.ts";
import { tasks } from "../src/environments/index.ts";

const guide = readFileSync(new URL("../docs/guides/evaluation.md", import.meta.url), "utf8");
const commands = guide
  .replaceAll(/\\\n\s*/g, " ")
  .split("\n")
  .flatMap((line) => /^\s*(hermes eval .*)$/.exec(line)?.[1] ?? []);

test.each(commands)("%s: its tasks and options exist", async (command) => {
  const words = command.replace("…", "").trim().split(/\s+/).slice(2);
  const subcommand = ["list", "compare", "report"].find((name) => words[0] === name);
  const { output: help } = await runTestCli(["eval", subcommand ?? "run", "--help"]);
  for (const word of words) if (word.startsWith("--")) expect(help).toContain(word);
  if (subcommand !== undefined) return;
  const end = words.findIndex((word) => word.startsWith("--"));
  const known = new Set(tasks.flatMap(({ id, group }) => [id, group]));
  for (const name of end < 0 ? words : words.slice(0, end)) expect(known).toContain(name);
});

test("there are such commands", () => expect(commands.length).toBeGreaterThan(4));
