import type { Finding } from "./finding.ts";

/** Imports an optional package; throws when it is not there. */
export type ImportPackage = (name: string) => Promise<unknown>;

const GGUF_PACKAGE = "node-llama-cpp";

/** The engines beside our own on the CPU. */
export async function judgeEngines(importPackage: ImportPackage = (name) => import(name)): Promise<Finding[]> {
  return [
    { name: "gpu", status: "note", text: "not built in yet: hermes computes on the CPU", facts: { engine: null } },
    await judgeGguf(importPackage),
  ];
}

async function judgeGguf(importPackage: ImportPackage): Promise<Finding> {
  try {
    const version = await readVersion(await importPackage(GGUF_PACKAGE));
    const text = `${GGUF_PACKAGE} ${version ?? "of unknown version"} can be imported`;
    return { name: "gguf", status: "ok", text, facts: { version } };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
    const problem = missing ? "is not installed" : `cannot be imported: ${(error as Error).message}`;
    const advice = `only GGUF files need it: npm install ${GGUF_PACKAGE}`;
    return { name: "gguf", status: "note", text: `${GGUF_PACKAGE} ${problem}`, advice, facts: { version: null } };
  }
}

async function readVersion(module: unknown): Promise<string | null> {
  const { getModuleVersion } = module as { getModuleVersion?: () => Promise<string> };
  return (await getModuleVersion?.()) ?? null;
}
