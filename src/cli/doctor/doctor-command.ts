import type { Command } from "commander";
import { addEngineOptions } from "../flags.ts";
import type { Terminal } from "../terminal.ts";
import type { ExamineOptions } from "./examine.ts";
import { type Finding, renderFinding, renderFindingsJson } from "./finding.ts";

export function addDoctorCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  const command = program
    .command("doctor")
    .description("look for what makes this machine slow: Node, processor, kernels, memory, other processes")
    .option("--json", "print one object")
    .option("--model <dir>", "also say whether this model fits and how fast it can be");
  addEngineOptions(command).action(async ({ json, ...flags }: ExamineOptions & { readonly json?: boolean }) => {
    const findings: Finding[] = [];
    const tell = (...found: readonly Finding[]): void => {
      findings.push(...found);
      if (!json) terminal.write(found.map(renderFinding).join(""));
    };
    // Imported here, so that other commands start fast.
    const { examine } = await import("./examine.ts");
    const sound = await examine(flags, tell);
    if (json) terminal.write(renderFindingsJson(findings));
    if (!sound) setExitCode(1);
  });
}
