import { renderBytes } from "../rows.ts";
import type { Finding } from "./finding.ts";
import type { MachineFacts, SimdFacts } from "./machine-facts.ts";

/** First Node whose V8 joins 128-bit operations to 256-bit ones. */
const WIDE_NODE = 24;
/** Load a core from which others plainly slow us down. */
const BUSY_SHARE = 0.5;
/** Less than this leaves no room for a model worth asking. */
const LITTLE_MEMORY_BYTES = 1e9;

/** What the facts mean for speed, without running anything. */
export function judgeMachine(facts: MachineFacts, threads: number): Finding[] {
  const { cpu, cores } = facts;
  const others = threads === cores ? "" : `, ${threads} of them used`;
  return [
    judgeNode(facts),
    { name: "cpu", status: "ok", text: `${cpu}, ${cores} cores${others}`, facts: { model: cpu, cores, threads } },
    judgeSimd(facts.simd),
    judgeQuota(facts, threads),
    judgeLoad(facts),
    judgeMemory(facts),
  ];
}

function judgeNode({ nodeVersion, v8Version }: MachineFacts): Finding {
  const finding = { name: "node", text: `Node ${nodeVersion}, V8 ${v8Version}`, facts: { nodeVersion, v8Version } };
  if (Number(nodeVersion.split(".")[0]) >= WIDE_NODE) return { ...finding, status: "ok" };
  const advice = `this V8 has no 256-bit code: prompts take about twice as long as with Node ${WIDE_NODE} or later`;
  return { ...finding, status: "problem", advice: `${advice}; install one` };
}

function judgeSimd(simd: SimdFacts): Finding {
  const { wasmSimd, wasmRelaxedSimd, processor } = simd;
  const parts = [wasmSimd ? "simd" : "no simd", wasmRelaxedSimd ? "relaxed simd" : "no relaxed simd"];
  const found = processor === null ? "" : `; processor: ${processor.join(", ") || "no AVX2"}`;
  const finding = { name: "simd", text: `WebAssembly ${parts.join(", ")}${found}`, facts: { ...simd } };
  if (!wasmSimd || !wasmRelaxedSimd) {
    return { ...finding, status: "problem", advice: "the kernels need both; install Node 24 or later" };
  }
  if (processor === null || processor.some((name) => name === "avx2" || name === "asimd"))
    return { ...finding, status: "ok" };
  const advice =
    "without AVX2 vectors have 128 bit: expect half the speed; a virtual machine may hide it, see its CPU type";
  return { ...finding, status: "note", advice };
}

function judgeQuota({ cpuQuota }: MachineFacts, threads: number): Finding {
  const finding = { name: "cpu-limit", facts: { cpuQuota } };
  if (cpuQuota === null) return { ...finding, status: "ok", text: "no limit by a container" };
  const text = `the container grants the time of ${cpuQuota} cores`;
  if (cpuQuota >= threads) return { ...finding, status: "ok", text };
  const advice = `${threads} threads stop one another: use --threads ${Math.max(1, Math.floor(cpuQuota))}, or raise the limit`;
  return { ...finding, status: "problem", text, advice };
}

function judgeLoad({ load, cores }: MachineFacts): Finding {
  const finding = { name: "load", facts: { load } };
  if (load === null) return { ...finding, status: "ok", text: "not counted by this system" };
  const text = `${load.toFixed(1)} processes ran in the last minute, on ${cores} cores`;
  if (load < BUSY_SHARE * cores) return { ...finding, status: "ok", text };
  const advice =
    "others use the cores too, and each step waits for its slowest thread: end them or use fewer --threads";
  return { ...finding, status: load < cores ? "note" : "problem", text, advice };
}

function judgeMemory({ memory }: MachineFacts): Finding {
  const { totalBytes, availableBytes, limitedBy, containerLimitBytes } = memory;
  const limit = containerLimitBytes === null ? "" : `; the container may use ${renderBytes(containerLimitBytes)}`;
  const text = `${renderBytes(availableBytes)} available of ${renderBytes(totalBytes)}${limit}`;
  const finding = { name: "memory", text, facts: { totalBytes, availableBytes, limitedBy, containerLimitBytes } };
  if (availableBytes >= LITTLE_MEMORY_BYTES) return { ...finding, status: "ok" };
  const advice =
    "close other programs, or raise the container's limit; hermes inspect --plan DIR says what a model needs";
  return { ...finding, status: "problem", advice };
}
