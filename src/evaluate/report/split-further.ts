import type { TaskMetrics } from "../contract.ts";

/** Figures of a task's own. */
export interface FurtherFigures {
  /** Of the whole task, by name. */
  readonly whole: readonly (readonly [name: string, value: number])[];
  /** Of single categories: what is counted, then the category. */
  readonly byCategory: ReadonlyMap<string, readonly (readonly [category: string, value: number])[]>;
}

/** A figure that is named `NAME (CATEGORY)` after a category of the task belongs to that category: there may be dozens of them. */
export function splitFurther({ further, byCategory }: Pick<TaskMetrics, "further" | "byCategory">): FurtherFigures {
  const whole: [string, number][] = [];
  const grouped = new Map<string, [string, number][]>();
  for (const [figure, value] of Object.entries(further)) {
    const [, name, category] = /^(.+?) \((.+)\)$/s.exec(figure) ?? [];
    if (name === undefined || category === undefined || !Object.hasOwn(byCategory, category)) {
      whole.push([figure, value]);
      continue;
    }
    const group = grouped.get(name) ?? [];
    grouped.set(name, group);
    group.push([category, value]);
  }
  return { whole, byCategory: grouped };
}
