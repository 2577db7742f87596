import { readFileSync } from "node:fs";
import { Template } from "@huggingface/jinja";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import { conversationSoup } from "./chat-soup.ts";
import type { ProfileName } from "./profiles.ts";
import type { RenderInput } from "./render-input.ts";
import { renderPrompt } from "./render-prompt.ts";

const folder = new URL("../../../test/golden/chat-template/", import.meta.url);
const loadTemplate = (profile: ProfileName) =>
  new Template(readFileSync(new URL(`hermes-4-${profile}.jinja`, folder), "utf8").replace(/\n$/, ""));
const templates = { llama3: loadTemplate("llama3"), chatml: loadTemplate("chatml") };

/** The text, or null where rendering failed. */
function runTemplate(input: RenderInput): string | null {
  const { messages, tools, thinking, keepCots, addGenerationPrompt, bosToken } = input;
  const given = {
    messages,
    tools,
    thinking,
    keep_cots: keepCots,
    add_generation_prompt: addGenerationPrompt,
    bos_token: bosToken,
  };
  const variables = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    return templates[input.profile].render(variables);
  } catch {
    return null;
  }
}

function runPublisher(input: RenderInput): string | null {
  try {
    return renderPrompt({ ...input, mode: "publisher" }).text;
  } catch (error) {
    if (error instanceof HermesError) return null;
    throw error;
  }
}

describe("publisher mode against the template in a Jinja engine", () => {
  test("gives the same text, or fails as well, on random conversations", () => {
    let rendered = 0;
    fc.assert(
      fc.property(conversationSoup, (input) => {
        const expected = runTemplate(input);
        rendered += expected === null ? 0 : 1;
        expect(runPublisher(input)).toBe(expected);
      }),
      { seed: 11, numRuns: 800 },
    );
    expect(rendered).toBeGreaterThan(500);
  });

  // Corners where the JavaScript engine is laxer than Jinja2, whose behaviour is ours.
  test.each<[string, RenderInput, string | null, string | RegExp]>([
    ["no messages", { profile: "chatml", messages: [] }, null, "<|im_start|>system\n"],
    [
      "arguments missing",
      { profile: "chatml", messages: [{ role: "assistant", tool_calls: [{ function: { name: "f" } }] }] },
      null,
      '"arguments": ',
    ],
    [
      "null as the content of a tool result",
      { profile: "chatml", messages: [{ role: "tool", content: null }] },
      "<tool_response>\nNone\n</tool_response>",
      "<tool_response>\n\n</tool_response>",
    ],
    [
      "small floats",
      {
        profile: "chatml",
        messages: [{ role: "assistant", tool_calls: [{ function: { name: "f", arguments: 1e-7 } }] }],
      },
      '"arguments": 1e-07}',
      '"arguments": 1e-7}',
    ],
  ])("known divergence: %s", (_name, input, ours, theirs) => {
    const text = runPublisher(input);
    if (ours === null) expect(text).toBeNull();
    else expect(text).toContain(ours);
    expect(runTemplate(input)).toContain(theirs);
  });
});
