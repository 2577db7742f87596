import { readFileSync } from "node:fs";
import { freemem, platform, totalmem } from "node:os";
import { join } from "node:path";

/** Memory of this machine as a new model sees it. Bytes. */
export interface MachineMemory {
  readonly totalBytes: number;
  /** What can be taken without swapping: free memory and what the system gives back on demand. */
  readonly availableBytes: number;
  /** Who sets the limit. */
  readonly limitedBy: "machine" | "container";
  /** Limit of the control group, where one is set. */
  readonly containerLimitBytes: number | null;
}

/** Reads a text file; undefined when there is none. */
export type ReadText = (path: string) => string | undefined;

const CGROUP_ROOT = "/sys/fs/cgroup";

/**
 * Memory now available. Linux says so itself (MemAvailable; memory.max of the control group and of those above it); elsewhere it
 * is the free memory, but at least half of all, because macOS counts memory that it would give back as used.
 */
export function readMachineMemory(read: ReadText = readText): MachineMemory {
  const meminfo = read("/proc/meminfo");
  const field = (name: string) => {
    const found = meminfo?.match(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m"))?.[1];
    return found === undefined ? undefined : Number(found) * 1024;
  };
  const elsewhere = platform() === "win32" ? freemem() : Math.max(freemem(), totalmem() / 2);
  const totalBytes = field("MemTotal") ?? totalmem();
  const machine = field("MemAvailable") ?? elsewhere;
  const limits = controlGroupLimits(read).filter(({ limitBytes }) => limitBytes < totalBytes);
  const container = Math.min(...limits.map(({ limitBytes, usedBytes }) => Math.max(0, limitBytes - usedBytes)));
  return {
    totalBytes,
    availableBytes: Math.min(machine, container),
    limitedBy: container < machine ? "container" : "machine",
    containerLimitBytes: limits.length === 0 ? null : Math.min(...limits.map(({ limitBytes }) => limitBytes)),
  };
}

/** Limit and use of the control group of this process and of all above it. File pages count as free: they are given back. */
function controlGroupLimits(read: ReadText): { limitBytes: number; usedBytes: number }[] {
  const limits: { limitBytes: number; usedBytes: number }[] = [];
  for (const { folder, limit, usage } of controlGroupFolders(read)) {
    const limitBytes = Number(read(join(folder, limit)) ?? "max");
    const usedBytes = Number(read(join(folder, usage)));
    if (!Number.isFinite(limitBytes) || !Number.isFinite(usedBytes)) continue;
    const pages = [...(read(join(folder, "memory.stat")) ?? "").matchAll(/^(?:in)?active_file (\d+)$/gm)];
    limits.push({ limitBytes, usedBytes: usedBytes - pages.reduce((sum, [, bytes]) => sum + Number(bytes), 0) });
  }
  return limits;
}

/** Both versions of control groups; inside a container the own group is often mounted as the root. */
function* controlGroupFolders(read: ReadText): Generator<{ folder: string; limit: string; usage: string }> {
  for (const line of (read("/proc/self/cgroup") ?? "").split("\n")) {
    const [, controllers, path] = line.match(/^\d+:([^:]*):(.*)$/) ?? [];
    if (controllers === undefined || path === undefined) continue;
    const second = controllers === "";
    if (!second && !controllers.split(",").includes("memory")) continue;
    const root = second ? CGROUP_ROOT : join(CGROUP_ROOT, "memory");
    const files = second
      ? { limit: "memory.max", usage: "memory.current" }
      : { limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes" };
    const parts = path.split("/").filter((part) => part !== "");
    for (let depth = parts.length; depth >= 0; depth--) {
      yield { folder: join(root, ...parts.slice(0, depth)), ...files };
    }
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
