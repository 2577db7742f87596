import type { GeneratedEnvironment } from "../contract.ts";
import { arithmetic } from "./arithmetic.ts";
import { beyondMe } from "./beyond-me.ts";
import { comparison } from "./comparison.ts";
import { counting } from "./counting.ts";
import { dates } from "./dates.ts";
import { extraction } from "./extraction.ts";
import { facts } from "./facts.ts";
import { identity } from "./identity.ts";
import { memory } from "./memory.ts";
import { multiplication } from "./multiplication.ts";
import { persona } from "./persona.ts";
import { repair } from "./repair.ts";
import { smallTalk } from "./small-talk.ts";
import { sorting } from "./sorting.ts";
import { toolCalls } from "./tool-calls.ts";
import { toolResults } from "./tool-results.ts";
import { units } from "./units.ts";

/** Every environment, and its share of the training conversations in percent. A new task is one file and one row. */
export const environmentTable: readonly {
  readonly environment: GeneratedEnvironment<unknown>;
  readonly weight: number;
}[] = [
  { environment: arithmetic, weight: 33 },
  { environment: multiplication, weight: 3 },
  { environment: toolCalls, weight: 23 },
  { environment: toolResults, weight: 6 },
  { environment: extraction, weight: 11 },
  { environment: repair, weight: 6 },
  { environment: counting, weight: 2.5 },
  { environment: sorting, weight: 2.5 },
  { environment: comparison, weight: 1.5 },
  { environment: dates, weight: 2 },
  { environment: units, weight: 1.5 },
  { environment: persona, weight: 3 },
  { environment: memory, weight: 2 },
  { environment: facts, weight: 1 },
  { environment: identity, weight: 1.2 },
  { environment: smallTalk, weight: 0.8 },
  { environment: beyondMe, weight: 1 },
];

export const environments: readonly GeneratedEnvironment<unknown>[] = environmentTable.map(
  ({ environment }) => environment,
);
