import { type CacheDtype, type ComputeMode, defaultThreads } from "../../kernels/index.ts";
import { findModelFolder } from "../model-folder.ts";
import type { Finding } from "./finding.ts";
import { judgeEngines } from "./judge-engines.ts";
import { judgeBandwidth, judgeKernels } from "./judge-kernels.ts";
import { judgeMachine } from "./judge-machine.ts";
import { judgeModel } from "./judge-model.ts";
import { readMachineFacts } from "./machine-facts.ts";

export interface ExamineOptions {
  readonly model?: string;
  readonly threads?: number;
  readonly compute?: ComputeMode;
  readonly context?: number;
  readonly cacheDtype?: CacheDtype;
}

/** Tells each finding as soon as it is known; false when the kernels are wrong. */
export async function examine(flags: ExamineOptions, tell: (...found: readonly Finding[]) => void): Promise<boolean> {
  const threads = flags.threads ?? defaultThreads();
  const facts = readMachineFacts();
  tell(...judgeMachine(facts, threads));
  const { findings, sound } = await judgeKernels();
  tell(...findings);
  const { finding, bytesPerSecond } = await judgeBandwidth(threads, facts.memory.availableBytes);
  tell(finding, ...(await judgeEngines()));
  if (flags.model !== undefined) {
    const wishes = { contextLength: flags.context };
    tell(...judgeModel(findModelFolder(flags.model), flags, wishes, facts.memory, bytesPerSecond));
  }
  return sound;
}
