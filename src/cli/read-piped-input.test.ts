import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { readPipedInput } from "./read-piped-input.ts";
import type { Terminal } from "./terminal.ts";

/** A terminal with this input, and what it was told. */
function withInput(input: Readable, interactive = false) {
  const told: string[] = [];
  const terminal = { input, interactive, writeError: (text: string) => told.push(text) } as unknown as Terminal;
  return { terminal, told };
}

describe("what was piped in", () => {
  test.each([
    ["whole", ["What is 17 + 25?"], "What is 17 + 25?"],
    ["in pieces, a character cut", [Buffer.from([0xc3]), Buffer.from([0xa9, 0x21])], "é!"],
    ["nothing", [], ""],
  ])("%s", async (_name, pieces, text) => {
    const { terminal, told } = withInput(Readable.from(pieces));
    expect(await readPipedInput(terminal, 10_000)).toBe(text);
    expect(told).toEqual([]);
  });

  test("is waited for once it has begun", async () => {
    const input = new PassThrough();
    const reading = readPipedInput(withInput(input).terminal, 20);
    input.write("What is ");
    setTimeout(() => input.end("17 + 25?"), 60);
    expect(await reading).toBe("What is 17 + 25?");
  });

  test("is not waited for where nothing comes, which is told", async () => {
    const { terminal, told } = withInput(new PassThrough());
    expect(await readPipedInput(terminal, 20)).toBe("");
    expect(told.join("")).toContain("not waiting for it");
  });

  test("is not looked for where somebody types", async () => {
    const input = Readable.from(["typed"]);
    expect(await readPipedInput(withInput(input, true).terminal)).toBe("");
    expect(input.readableDidRead).toBe(false);
  });
});
