import { freemem, platform, totalmem } from "node:os";
import { join } from "node:path";
import { findControlGroups, type ReadText, readText } from "./control-groups.ts";

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

/** Limit and use, by the version of the control group. */
const fileNames = {
  1: ["memory.limit_in_bytes", "memory.usage_in_bytes"],
  2: ["memory.max", "memory.current"],
} as const;

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
  const limits = memoryLimits(read).filter(({ limitBytes }) => limitBytes < totalBytes);
  const container = Math.min(...limits.map(({ limitBytes, usedBytes }) => Math.max(0, limitBytes - usedBytes)));
  return {
    totalBytes,
    availableBytes: Math.min(machine, container),
    limitedBy: container < machine ? "container" : "machine",
    containerLimitBytes: limits.length === 0 ? null : Math.min(...limits.map(({ limitBytes }) => limitBytes)),
  };
}

/** Limit and use of the control group of this process and of all above it. File pages count as free: they are given back. */
function memoryLimits(read: ReadText): { limitBytes: number; usedBytes: number }[] {
  const limits: { limitBytes: number; usedBytes: number }[] = [];
  for (const { folder, version } of findControlGroups("memory", read)) {
    const [limit, usage] = fileNames[version];
    const limitBytes = Number(read(join(folder, limit)) ?? "max");
    const usedBytes = Number(read(join(folder, usage)));
    if (!Number.isFinite(limitBytes) || !Number.isFinite(usedBytes)) continue;
    const pages = [...(read(join(folder, "memory.stat")) ?? "").matchAll(/^(?:in)?active_file (\d+)$/gm)];
    limits.push({ limitBytes, usedBytes: usedBytes - pages.reduce((sum, [, bytes]) => sum + Number(bytes), 0) });
  }
  return limits;
}
