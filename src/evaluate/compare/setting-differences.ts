import type { RunConfig, TaskConfig } from "../contract.ts";

/** Why two measurements of a task cannot be compared: other rules, which the task's own options may be, or other data. */
export function taskObstacles(a: TaskConfig, b: TaskConfig): string[] {
  const dataOf = ({ data }: TaskConfig) => new Map(data.map(({ name, sha256 }) => [name, sha256.slice(0, 12)]));
  return [
    ...differences({ version: a.version }, { version: b.version }),
    ...differences(a.options ?? {}, b.options ?? {}, "option "),
    ...differences(Object.fromEntries(dataOf(a)), Object.fromEntries(dataOf(b)), "data "),
  ];
}

/** Settings of a task that may explain a difference between models. */
export function taskWarnings(a: TaskConfig, b: TaskConfig): string[] {
  const settingsOf = ({
    version: _version,
    data: _data,
    options: _options,
    id: _id,
    sampling,
    ...rest
  }: TaskConfig) => ({
    ...rest,
    ...sampling,
  });
  return differences(settingsOf(a), settingsOf(b));
}

/** Settings of whole runs that may explain a difference; the model is what is compared. */
export function runWarnings(a: RunConfig, b: RunConfig): string[] {
  const settingsOf = ({ hermes, judge, seed }: RunConfig) => ({ hermes, judge, seed });
  return differences(settingsOf(a), settingsOf(b));
}

function differences(a: object, b: object, prefix = ""): string[] {
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => render(left.get(name)) !== render(right.get(name)))
    .map((name) => `${prefix}${name}: ${render(left.get(name))} in A, ${render(right.get(name))} in B`);
}

function render(value: unknown): string {
  if (value === null || value === undefined) return "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
