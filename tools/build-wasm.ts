/** Compiles the AssemblyScript kernels: src/kernels/wasm/<module>.as.ts -> src/kernels/wasm/<module>.wasm (not committed). */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../src/kernels/wasm/", import.meta.url));
const flags = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd,relaxed-simd,threads,bulk-memory",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
];

for (const file of readdirSync(folder).filter((name) => name.endsWith(".as.ts"))) {
  const output = folder + file.replace(/\.as\.ts$/, ".wasm");
  const { error, stderr } = await asc.main([folder + file, "--outFile", output, ...flags]);
  if (error) {
    process.stderr.write(stderr.toString());
    throw error;
  }
}
