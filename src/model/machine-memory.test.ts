import { describe, expect, it } from "vitest";
import { readMachineMemory } from "./machine-memory.ts";

const GIBIBYTE = 2 ** 30;
const meminfo = `MemTotal:       ${16 * 2 ** 20} kB\nMemFree:        100 kB\nMemAvailable:   ${8 * 2 ** 20} kB\n`;

function machine(files: Record<string, string>) {
  return readMachineMemory((path) => ({ "/proc/meminfo": meminfo, ...files })[path]);
}

const groups: readonly [name: string, files: Record<string, string>, availableBytes: number, limit: number | null][] = [
  ["no control group", {}, 8 * GIBIBYTE, null],
  ["a group without limit", { "/proc/self/cgroup": "0::/a", "/sys/fs/cgroup/a/memory.max": "max" }, 8 * GIBIBYTE, null],
  [
    "a limit of version 2, file pages counted as free",
    {
      "/proc/self/cgroup": "0::/a",
      "/sys/fs/cgroup/a/memory.max": String(4 * GIBIBYTE),
      "/sys/fs/cgroup/a/memory.current": String(3 * GIBIBYTE),
      "/sys/fs/cgroup/a/memory.stat": `anon 5\ninactive_file ${GIBIBYTE}\nactive_file ${GIBIBYTE}`,
    },
    3 * GIBIBYTE,
    4 * GIBIBYTE,
  ],
  [
    "a limit of a group above",
    {
      "/proc/self/cgroup": "0::/a/b",
      "/sys/fs/cgroup/a/memory.max": String(2 * GIBIBYTE),
      "/sys/fs/cgroup/a/memory.current": String(GIBIBYTE),
      "/sys/fs/cgroup/a/b/memory.max": "max",
    },
    GIBIBYTE,
    2 * GIBIBYTE,
  ],
  [
    "a limit of version 1 at the root of a container",
    {
      "/proc/self/cgroup": "4:cpu,memory:/somewhere/else\n0::/",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": String(2 * GIBIBYTE),
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": String(GIBIBYTE / 2),
    },
    1.5 * GIBIBYTE,
    2 * GIBIBYTE,
  ],
  [
    "the huge limit by which version 1 says none",
    {
      "/proc/self/cgroup": "4:memory:/",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": "1000",
    },
    8 * GIBIBYTE,
    null,
  ],
  [
    "a group above its limit",
    {
      "/proc/self/cgroup": "0::/",
      "/sys/fs/cgroup/memory.max": "1000",
      "/sys/fs/cgroup/memory.current": "2000",
    },
    0,
    1000,
  ],
];

describe("machine memory", () => {
  it.each(groups)("with %s", (_name, files, availableBytes, containerLimitBytes) => {
    expect(machine(files)).toEqual({
      totalBytes: 16 * GIBIBYTE,
      availableBytes,
      limitedBy: availableBytes < 8 * GIBIBYTE ? "container" : "machine",
      containerLimitBytes,
    });
  });

  it("gives this machine's own", () => {
    const { totalBytes, availableBytes } = readMachineMemory();
    expect(availableBytes).toBeGreaterThan(0);
    expect(availableBytes).toBeLessThanOrEqual(totalBytes);
  });
});
