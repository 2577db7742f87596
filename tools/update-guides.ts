/**
 * Writes what `hermes deploy` prints today into docs/guides: node tools/update-guides.ts
 * A block that follows a console block with one `$ hermes …` is that command's output; a test compares them.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTestCli } from "../src/cli/test-terminal.ts";

export const guidesFolder = fileURLToPath(new URL("../docs/guides", import.meta.url));

/** A console block with one command, and the block right behind it. */
const COMMAND_AND_OUTPUT = /(```console\n\$ hermes (.*)\n```\n\n```(?:\w+)\n)([\s\S]*?)(```\n)/g;

/** The commands whose output a guide shows, without "hermes". */
export function readCommands(guide: string): readonly string[] {
  return [...guide.matchAll(COMMAND_AND_OUTPUT)].map((match) => match[2] ?? "");
}

/** The guide with the output of its commands as it is today; a refusal is output as well. */
export async function updateGuide(guide: string): Promise<string> {
  const outputs = new Map<string, string>();
  for (const command of readCommands(guide)) {
    const { output, errors } = await runTestCli(command.split(" "));
    outputs.set(command, output + errors);
  }
  return guide.replace(COMMAND_AND_OUTPUT, (_block, head: string, command: string, _old: string, end: string) => {
    return head + (outputs.get(command) ?? "") + end;
  });
}

/** Paths of the guides. */
export function listGuides(): readonly string[] {
  return readdirSync(guidesFolder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(guidesFolder, name));
}

if (import.meta.main) {
  for (const path of listGuides()) writeFileSync(path, await updateGuide(readFileSync(path, "utf8")));
}
