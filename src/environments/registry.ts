import { arithmetic } from "./arithmetic.ts";
import type { Environment } from "./contract.ts";
import { extraction } from "./extraction.ts";
import { repair } from "./repair.ts";
import { toolCalls } from "./tool-calls.ts";
import { toolResults } from "./tool-results.ts";

/** Every environment, and its share of the training conversations in percent. A new task is one file and one row. */
export const environmentTable: readonly { readonly environment: Environment<unknown>; readonly weight: number }[] = [
  { environment: arithmetic, weight: 35 },
  { environment: toolCalls, weight: 23 },
  { environment: toolResults, weight: 7 },
  { environment: extraction, weight: 11 },
  { environment: repair, weight: 6 },
];

export const environments: readonly Environment<unknown>[] = environmentTable.map(({ environment }) => environment);
