import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTiny, TINY_STEPS, tinyRunOptions } from "./test-tiny-run.ts";

const root = mkdtempSync(join(tmpdir(), "hermes-train-"));
afterAll(() => rmSync(root, { recursive: true }));

describe("checkpoints", () => {
  let whole: ReadonlyMap<number, number>;

  beforeAll(async () => {
    whole = await runTiny(tinyRunOptions(join(root, "whole"), { checkpointSeconds: 3600 }));
  });

  function expectSameLosses(resumed: ReadonlyMap<number, number>): void {
    expect(resumed.size).toBeGreaterThan(0);
    for (const [step, loss] of resumed) expect(Math.abs(loss - whole.get(step)!), `step ${step}`).toBeLessThan(1e-6);
    expect(Math.max(...resumed.keys())).toBe(TINY_STEPS);
  }

  test.each([1, 5, 13])("a run stopped after %i steps goes on with the same losses", async (steps) => {
    const folder = join(root, `stopped-${steps}`);
    const stop = new AbortController();
    const first = tinyRunOptions(folder, {
      signal: stop.signal,
      report: (event) => {
        if (event.type === "step" && event.step === steps) stop.abort();
      },
    });
    const before = await runTiny(first);
    expect([...before.keys()]).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    const resumed = await runTiny(tinyRunOptions(folder, { resume: true }));
    expect(resumed.size).toBe(TINY_STEPS - steps);
    expectSameLosses(resumed);
  });

  test("a run whose process is killed goes on with the same losses", async () => {
    const folder = join(root, "killed");
    await killAfterSaves(folder, 4);
    const resumed = await runTiny(tinyRunOptions(folder, { resume: true }));
    expect(resumed.size).toBeLessThanOrEqual(TINY_STEPS - 4);
    expectSameLosses(resumed);
  });

  test("arrays of a save that did not finish are ignored, and old ones are removed", async () => {
    const folder = join(root, "half");
    const stop = new AbortController();
    const report = () => stop.abort();
    await runTiny(tinyRunOptions(folder, { signal: stop.signal, report }));
    writeFileSync(join(folder, "state-000099.safetensors"), "half a file");
    writeFileSync(join(folder, "training-state.json.partial"), "{");
    expectSameLosses(await runTiny(tinyRunOptions(folder, { resume: true })));
    const arrays = readdirSync(folder).filter((name) => name.startsWith("state-0000"));
    expect(arrays).toContain("state-000014.safetensors");
    expect(arrays).not.toContain("state-000000.safetensors");
  });

  test("resuming without a checkpoint says so", async () => {
    const options = tinyRunOptions(join(root, "nothing"), { resume: true });
    await expect(runTiny(options)).rejects.toThrow(/no checkpoint in .*nothing/);
  });
});

/** Starts the tiny run in a process of its own and kills it when it has saved `saves` times. */
function killAfterSaves(folder: string, saves: number): Promise<void> {
  const module = new URL("./test-tiny-run.ts", import.meta.url).href;
  const report = `(event) => event.type === "saved" && console.log("saved")`;
  const script = `
    const { runTiny, tinyRunOptions } = await import(${JSON.stringify(module)});
    await runTiny(tinyRunOptions(${JSON.stringify(folder)}, { report: ${report} }));`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let seen = "";
    child.stdout.on("data", (text: Buffer) => {
      seen += text;
      if (seen.split("\n").length > saves) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("exit", (_, signal) => {
      if (signal === "SIGKILL") resolve();
      else reject(new Error(`the run ended before it was killed, after ${seen}`));
    });
  });
}
