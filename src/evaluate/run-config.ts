import { createHash } from "node:crypto";
import type { RunConfig } from "./contract.ts";

/** Fills in the hash. Key order does not matter. */
export function createRunConfig(parts: Omit<RunConfig, "hash" | "startedAt">, startedAt = new Date()): RunConfig {
  const hash = createHash("sha256").update(canonical(parts)).digest("hex");
  return { ...parts, hash, startedAt: startedAt.toISOString() };
}

/** What two runs do not share, each as `name: before, now after`. Tasks are compared field by field. */
export function describeDifferences(before: RunConfig, after: RunConfig): string[] {
  const [old, fresh] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((name) => old.get(name) !== fresh.get(name))
    .map((name) => `${name}: ${old.get(name) ?? "none"}, now ${fresh.get(name) ?? "none"}`);
}

function flatten({ hash: _hash, startedAt: _startedAt, tasks, ...rest }: RunConfig): Map<string, string> {
  const byTask = Object.fromEntries(tasks.map(({ id, ...task }) => [id, task]));
  const names = new Map<string, string>();
  const visit = (value: unknown, name: string): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      names.set(name, canonical(value));
      return;
    }
    for (const [key, field] of Object.entries(value)) visit(field, name === "" ? key : `${name}.${key}`);
  };
  visit({ ...rest, tasks: byTask }, "");
  return names;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === "object" && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([left], [right]) => (left < right ? -1 : 1)))
      : field,
  );
}
