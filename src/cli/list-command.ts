import type { Command } from "commander";
import { EMBEDDED_MODEL, type ListedModel, listModels } from "../hub/index.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";
import { renderBytes } from "./rows.ts";
import type { Terminal } from "./terminal.ts";

type Line = readonly [name: string, revision: string, size: string, state: string];

export function addListCommand(program: Command, terminal: Terminal): void {
  program
    .command("list")
    .description(
      "the models on this computer: the embedded one and all in the Hugging Face cache, whoever fetched them",
    )
    .option("--json", "print a list of objects, the embedded model left out")
    .action(({ json }: { readonly json?: boolean }) => {
      const models = listModels(readEnvironmentHubSettings());
      terminal.write(json ? `${JSON.stringify(models)}\n` : renderModels(models));
    });
}

function renderModels(models: readonly ListedModel[]): string {
  const lines: Line[] = [
    ["MODEL", "REVISION", "SIZE", "STATE"],
    [EMBEDDED_MODEL, "", "", "ready, comes with this package"],
    ...models.map(describeModel),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map(
      ([name, revision, size, state]) =>
        `${name.padEnd(widths[0] ?? 0)}  ${revision.padEnd(widths[1] ?? 0)}  ${size.padStart(widths[2] ?? 0)}  ${state}\n`,
    )
    .join("");
}

function describeModel({
  repository,
  alias,
  commit,
  revisions,
  byteLength,
  quantizations,
  missing,
}: ListedModel): Line {
  const name = alias === undefined ? repository : `${repository} (${alias})`;
  const forms = quantizations.length === 0 ? "" : `, ${quantizations.join(", ")}`;
  const rest = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
  const state = missing.length === 0 ? `ready${forms}` : `incomplete, without ${missing[0]}${rest}`;
  return [name, revisions.join(", ") || commit.slice(0, 12), renderBytes(byteLength), state];
}
