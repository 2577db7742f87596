import type { Command } from "commander";
import { type CacheDtype, type ComputeMode, defaultThreads } from "../../kernels/index.ts";
import { addEngineOptions } from "../flags.ts";
import { findModelFolder } from "../model-folder.ts";
import type { Terminal } from "../terminal.ts";
import { type Finding, renderFinding, renderFindingsJson } from "./finding.ts";
import { judgeEngines } from "./judge-engines.ts";
import { judgeBandwidth, judgeKernels } from "./judge-kernels.ts";
import { judgeMachine } from "./judge-machine.ts";
import { judgeModel } from "./judge-model.ts";
import { readMachineFacts } from "./machine-facts.ts";

interface DoctorFlags {
  readonly json?: boolean;
  readonly model?: string;
  readonly threads?: number;
  readonly compute?: ComputeMode;
  readonly context?: number;
  readonly cacheDtype?: CacheDtype;
}

export function addDoctorCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  const command = program
    .command("doctor")
    .description("look for what makes this machine slow: Node, processor, kernels, memory, other processes")
    .option("--json", "print one object")
    .option("--model <dir>", "also say whether this model fits and how fast it can be");
  addEngineOptions(command).action(async ({ json, ...flags }: DoctorFlags) => {
    const findings: Finding[] = [];
    const tell = (...found: readonly Finding[]): void => {
      findings.push(...found);
      if (!json) terminal.write(found.map(renderFinding).join(""));
    };
    const sound = await examine(flags, tell);
    if (json) terminal.write(renderFindingsJson(findings));
    if (!sound) setExitCode(1);
  });
}

/** Tells each finding as soon as it is known; false when the kernels are wrong. */
async function examine(flags: DoctorFlags, tell: (...found: readonly Finding[]) => void): Promise<boolean> {
  const threads = flags.threads ?? defaultThreads();
  const facts = readMachineFacts();
  tell(...judgeMachine(facts, threads));
  const { findings, sound } = await judgeKernels();
  tell(...findings);
  const { finding, bytesPerSecond } = await judgeBandwidth(threads);
  tell(finding, ...(await judgeEngines()));
  if (flags.model !== undefined) {
    const wishes = { contextLength: flags.context };
    tell(...judgeModel(findModelFolder(flags.model), flags, wishes, facts.memory, bytesPerSecond));
  }
  return sound;
}
