import type { Environment } from "./contract.ts";
import type { DataFile, DataFolder } from "./data/index.ts";
import type { Figure } from "./figure.ts";

/** A row of the table of tasks: what can be evaluated, and what that takes. */
export interface Task {
  /** Its name on the command line, and the environment's id. */
  readonly id: string;
  readonly title: string;
  /** The kind of task, for lists: "mathematics", "knowledge", "instructions", … */
  readonly group: TaskGroup;
  readonly files: readonly DataFile[];
  readonly needs: readonly TaskNeed[];
  /** Settings of its own, for the command line. */
  readonly options?: readonly TaskOption[];
  /**
   * The figure of `aggregate` that leaderboards and reports call the task's result, where that is not the score: published figures are to be
   * compared with it.
   */
  readonly headline?: string;
  /** Figures of `aggregate` beside the score in which runs are compared; the headline is one of them. */
  readonly figures?: readonly Figure[];
  /** Hermes 4 70B in the technical report (arXiv:2508.18255v2, Table 3), in percent. */
  readonly published?: Published;
  /** Items whose texts reports leave out unless they are asked for: their prompts ask for harm, or their authors keep them private. */
  readonly withheld?: { readonly as: "unsafe" | "private"; of(category: string): boolean };
  /** Throws HermesError "file-missing" or "file-invalid" for its data. */
  open(data: DataFolder, options?: TaskSettings): Promise<Environment>;
}

export type TaskNeed = "judge" | "sandbox";

/** Every option of a task by name, with its default where none was given. */
export type TaskSettings = Readonly<Record<string, string>>;

export interface TaskOption {
  readonly name: string;
  readonly description: string;
  readonly default: string;
  /** The values there are; absent: any text. */
  readonly values?: readonly string[];
  /** With this value the task does without a need. */
  readonly waives?: { readonly value: string; readonly need: TaskNeed };
}

/** What a task needs with these settings. */
export function needsOf({ needs, options = [] }: Task, settings: TaskSettings): readonly TaskNeed[] {
  const waived = options.flatMap(({ name, waives }) =>
    waives !== undefined && waives.value === settings[name] ? [waives.need] : [],
  );
  return needs.filter((need) => !waived.includes(need));
}

export type TaskGroup =
  | "generated"
  | "mathematics"
  | "knowledge"
  | "reasoning"
  | "instructions"
  | "tools"
  | "code"
  | "refusal"
  | "judged";

export interface Published {
  readonly reasoning: number;
  readonly plain: number;
  /** Why it may count something else than our figure, as a clause for readers of reports. */
  readonly caveat?: string;
}
