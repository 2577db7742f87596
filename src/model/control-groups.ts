/** Linux control groups: the limits under which a container runs, of both versions. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Reads a text file; undefined when there is none. */
export type ReadText = (path: string) => string | undefined;

/** Folder of one group. */
export interface ControlGroup {
  readonly folder: string;
  readonly version: 1 | 2;
}

const ROOT = "/sys/fs/cgroup";

/**
 * The group of this process under `controller` and all groups above it, each of which may set a limit. Inside a container the own
 * group is often mounted as the root, so the root is always among them.
 */
export function* findControlGroups(controller: "memory" | "cpu", read: ReadText): Generator<ControlGroup> {
  for (const line of (read("/proc/self/cgroup") ?? "").split("\n")) {
    const [, controllers, path] = line.match(/^\d+:([^:]*):(.*)$/) ?? [];
    if (controllers === undefined || path === undefined) continue;
    const version = controllers === "" ? 2 : 1;
    if (version === 1 && !controllers.split(",").includes(controller)) continue;
    const root = version === 2 ? ROOT : join(ROOT, controller);
    const parts = path.split("/").filter((part) => part !== "");
    for (let depth = parts.length; depth >= 0; depth--) {
      yield { folder: join(root, ...parts.slice(0, depth)), version };
    }
  }
}

/** Cores' worth of time that the control groups of this process grant; null without a limit. */
export function readCpuQuota(read: ReadText = readText): number | null {
  const quotas: number[] = [];
  for (const { folder, version } of findControlGroups("cpu", read)) {
    const [quota, period] =
      version === 2
        ? (read(join(folder, "cpu.max")) ?? "").split(" ")
        : [read(join(folder, "cpu.cfs_quota_us")), read(join(folder, "cpu.cfs_period_us"))];
    const cores = Number(quota) / Number(period);
    if (cores > 0) quotas.push(cores);
  }
  return quotas.length === 0 ? null : Math.min(...quotas);
}

export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
