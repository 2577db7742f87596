import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Terminal } from "../terminal.ts";
import { createApprover } from "./ask-approval.ts";

const request = { approvalId: "a", callId: "c", name: "tide\u001b[2J", source: "sea", arguments: "{}" };

/** A user at a terminal, which readline controls or not. */
function sitDown({ interactive = true, controlled = true } = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let [shown, errors] = ["", ""];
  output.on("data", (bytes) => {
    shown += bytes;
  });
  const writeError = (text: string) => {
    errors += text;
  };
  const terminal = { interactive, writeError } as unknown as Terminal;
  const lines = createInterface({ input, output, terminal: controlled });
  const always = new Set<string>();
  const approve = createApprover(lines, terminal, always);
  const controller = new AbortController();
  return {
    lines,
    always,
    input,
    controller,
    ask: () => approve(request, controller.signal),
    seen: () => shown + errors,
  };
}

describe.each([true, false])("a user is asked; the terminal is readline's: %s", (controlled) => {
  test.each([
    ["y", "approved", false],
    ["Yes", "approved", false],
    ["a", "approved", true],
    ["n", "refused", false],
    ["", "refused", false],
    ["what?", "refused", false],
  ])("%s is %s", async (typed, answer, kept) => {
    const { ask, input, always, seen, lines } = sitDown({ controlled });
    const asked = ask();
    input.write(`${typed}\n`);
    expect(await asked).toBe(answer);
    expect(seen()).toContain("Run tide[2J of sea? y, n, or a for always: ");
    expect(always.has(request.name)).toBe(kept);
    if (kept) expect(await ask()).toBe("approved");
    lines.close();
  });

  test("who leaves has not agreed", async () => {
    const { ask, lines } = sitDown({ controlled });
    const asked = ask();
    lines.close();
    expect(await asked).toBe("refused");
  });

  test("a question that is taken back leaves the lines to the conversation", async () => {
    const { ask, lines, input, controller } = sitDown({ controlled });
    const asked = ask();
    controller.abort();
    await expect(asked).rejects.toThrow(/abort/i);
    const line = once(lines, "line");
    input.write("next\n");
    expect(await line).toEqual(["next"]);
    lines.close();
  });
});

test("where nobody types, nobody agrees", async () => {
  const { ask, seen, lines } = sitDown({ interactive: false });
  expect(await ask()).toBe("refused");
  expect(seen()).toContain('"allow" in its settings lets it run');
  lines.close();
});
