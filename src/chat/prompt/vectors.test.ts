import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HermesError } from "../../errors.ts";
import type { ChatMessage, Tool } from "../types.ts";
import type { ProfileName } from "./profiles.ts";
import { renderPrompt } from "./render-prompt.ts";

interface Vector {
  readonly name: string;
  readonly template: ProfileName;
  readonly variables: {
    readonly messages: readonly ChatMessage[];
    readonly tools?: readonly Tool[];
    readonly thinking?: boolean | null;
    readonly keep_cots?: boolean;
    readonly add_generation_prompt?: boolean;
    readonly bos_token?: string;
  };
  readonly rendered?: string;
}

const folder = new URL("../../../test/golden/chat-template/", import.meta.url);
const vectors = JSON.parse(readFileSync(new URL("vectors.json", folder), "utf8")) as Vector[];

function render(vector: Vector) {
  const { messages, tools, thinking, keep_cots, add_generation_prompt, bos_token } = vector.variables;
  return renderPrompt({
    profile: vector.template,
    mode: "publisher",
    messages,
    tools: tools ?? null,
    thinking: thinking ?? null,
    keepCots: keep_cots ?? null,
    addGenerationPrompt: add_generation_prompt ?? null,
    bosToken: bos_token ?? null,
  });
}

describe("the published vectors, in publisher mode", () => {
  test("there are 132, 13 of them failures", () => {
    expect(vectors.length).toBe(132);
    expect(vectors.filter((vector) => vector.rendered === undefined).length).toBe(13);
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_name, vector) => {
    if (vector.rendered === undefined) {
      expect(() => render(vector)).toThrow(HermesError);
      return;
    }
    const { text, segments } = render(vector);
    expect(text).toBe(vector.rendered);
    expect(segments.map((segment) => segment.text).join("")).toBe(text);
  });
});
