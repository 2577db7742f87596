import type { Environment } from "./contract.ts";
import type { DataFile, DataFolder } from "./data/index.ts";

/** A row of the table of tasks: what can be evaluated, and what that takes. */
export interface Task {
  /** Its name on the command line, and the environment's id. */
  readonly id: string;
  readonly title: string;
  /** The kind of task, for lists: "mathematics", "knowledge", "instructions", … */
  readonly group: TaskGroup;
  readonly files: readonly DataFile[];
  readonly needs: readonly ("judge" | "sandbox")[];
  /** Hermes 4 70B in the technical report (arXiv:2508.18255v2, Table 3), in percent. */
  readonly published?: Published;
  /** Throws HermesError "file-missing" or "file-invalid" for its data. */
  open(data: DataFolder): Promise<Environment>;
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
}
