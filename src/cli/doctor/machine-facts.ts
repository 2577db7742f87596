import { availableParallelism, cpus, loadavg, platform } from "node:os";
import { type MachineMemory, type ReadText, readCpuQuota, readMachineMemory, readText } from "../../model/index.ts";

/** What decides how fast kernels can run here, as the system tells it. */
export interface MachineFacts {
  readonly nodeVersion: string;
  readonly v8Version: string;
  readonly cpu: string;
  readonly cores: number;
  /** Cores' worth of time granted by the container; null without a limit. */
  readonly cpuQuota: number | null;
  /** Processes that ran or wanted to, on average over the last minute; null where the system does not count them. */
  readonly load: number | null;
  readonly simd: SimdFacts;
  readonly memory: MachineMemory;
}

export interface SimdFacts {
  readonly wasmSimd: boolean;
  readonly wasmRelaxedSimd: boolean;
  /** Of avx2, avx512f, avx512_vnni, avx_vnni, asimd (Arm), those the processor has; null where the system does not list them. */
  readonly processor: readonly string[] | null;
}

/** Extensions that make a difference to V8's code for our kernels, as /proc/cpuinfo spells them. */
const EXTENSIONS = ["avx2", "avx512f", "avx_vnni", "avx512_vnni", "asimd"];

// (module (func (result v128) (i8x16.popcnt (i8x16.splat (i32.const 0)))))
const SIMD_MODULE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];
// (module (func (result v128) (i8x16.relaxed_swizzle (i8x16.splat (i32.const 1)) (i8x16.splat (i32.const 2)))))
const RELAXED_SIMD_MODULE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
  253, 128, 2, 11,
];

export function readMachineFacts(read: ReadText = readText): MachineFacts {
  return {
    nodeVersion: process.versions.node,
    v8Version: process.versions.v8,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    cpuQuota: readCpuQuota(read),
    load: platform() === "win32" ? null : (loadavg()[0] ?? null),
    simd: {
      wasmSimd: WebAssembly.validate(Uint8Array.from(SIMD_MODULE)),
      wasmRelaxedSimd: WebAssembly.validate(Uint8Array.from(RELAXED_SIMD_MODULE)),
      processor: readExtensions(read),
    },
    memory: readMachineMemory(read),
  };
}

function readExtensions(read: ReadText): readonly string[] | null {
  const flags = read("/proc/cpuinfo")
    ?.match(/^(?:flags|Features)\s*:\s*(.*)$/m)?.[1]
    ?.split(" ");
  return flags === undefined ? null : EXTENSIONS.filter((name) => flags.includes(name));
}
