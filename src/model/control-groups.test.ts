import { describe, expect, it } from "vitest";
import { readCpuQuota } from "./control-groups.ts";

const quotas: readonly [name: string, files: Record<string, string>, cores: number | null][] = [
  ["no control group", {}, null],
  ["a group without limit", { "/proc/self/cgroup": "0::/a", "/sys/fs/cgroup/a/cpu.max": "max 100000" }, null],
  ["version 2", { "/proc/self/cgroup": "0::/a", "/sys/fs/cgroup/a/cpu.max": "150000 100000" }, 1.5],
  [
    "the smaller of two levels",
    {
      "/proc/self/cgroup": "0::/a/b",
      "/sys/fs/cgroup/a/cpu.max": "200000 100000",
      "/sys/fs/cgroup/a/b/cpu.max": "400000 100000",
    },
    2,
  ],
  [
    "version 1",
    {
      "/proc/self/cgroup": "3:cpu:/",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
    },
    0.5,
  ],
  [
    "version 1 without limit",
    {
      "/proc/self/cgroup": "3:cpu:/",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
    },
    null,
  ],
];

describe("cpu quota", () => {
  it.each(quotas)("of %s", (_name, files, cores) => {
    expect(readCpuQuota((path) => files[path])).toBe(cores);
  });
});
