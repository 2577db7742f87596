import { describe, expect, test } from "vitest";
import type { StreamPart } from "../../../chat/index.ts";
import { question } from "../../testing/conversations.ts";
import { joinParts } from "../../testing/joined-parts.ts";
import { ThoughtControl } from "../../thought-control.ts";
import type { PresetName } from "../presets.ts";
import { end, role, usage, word } from "../testing/hello-answer.ts";
import { events, jsonReply, type NotedRequest, type Script, type ScriptedReply } from "../testing/scripted-endpoint.ts";
import { startBackend } from "../testing/start-backend.ts";

const id = "chatcmpl-7";
const thought = (text: string) => ({ id, choices: [{ index: 0, delta: { reasoning_content: text } }] });
const isControl = ({ path }: NotedRequest) => path === "/v1/chat/completions/control";

/** Thinks until it is told to answer, or for `most` pieces. */
function thinker(reply: () => ScriptedReply, most = 200): Script {
  let told = false;
  const pieces = async function* () {
    yield* events({ id, ...role });
    for (let count = 0; !told && count < most; count++) {
      yield* events(thought("hm "));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    yield* events({ id, ...word("Hello") }, end, usage, "[DONE]");
  };
  return (request) => {
    if (!isControl(request)) return { pieces: pieces() };
    told = true;
    return reply();
  };
}

async function ask(script: Script, thoughtControl: ThoughtControl, preset: PresetName, atFirstPiece = () => {}) {
  const { backend, endpoint } = await startBackend(script, { preset, mode: "chat", model: "Hermes-4-70B" });
  const parts: StreamPart[] = [];
  for await (const part of backend.stream({ ...question, thinking: true }, { thought: thoughtControl })) {
    parts.push(part);
    if (part.type === "reasoning-delta") atFirstPiece();
  }
  return { ...joinParts(parts), asked: endpoint.requests.filter(isControl), questions: endpoint.questions };
}

const success = () => jsonReply({ success: true });

describe("ending the thought of an endpoint with a control route", () => {
  test("asks once, by the answer's id, and says that the caller ended it", async () => {
    const control = new ThoughtControl();
    const answer = await ask(thinker(success), control, "llama-cpp", () => control.end());
    expect(answer.questions[0]).toMatchObject({ reasoning_control: true });
    expect(answer.asked.map(({ body }) => body)).toEqual([{ id, action: "reasoning_end" }]);
    expect(answer.parts.at(-1)).toEqual({ text: "Hello" });
    expect(answer.finish).toMatchObject({ thoughtEndedByCaller: true, thinkingBudgetReached: false });
    expect(answer.diagnostics).toEqual([]);
    expect(control.end()).toBe(false);
  });

  test("a wish from before the answer waits for the thought", async () => {
    const control = new ThoughtControl();
    expect(control.end()).toBe(true);
    const answer = await ask(thinker(success), control, "llama-cpp");
    expect(answer.asked).toHaveLength(1);
    expect(answer.finish).toMatchObject({ thoughtEndedByCaller: true });
  });

  test.each<[string, () => ScriptedReply]>([
    ["refuses", () => jsonReply({ success: false, message: "no such answer" })],
    ["has no such route", () => jsonReply({ error: { message: "not found" } }, 404)],
  ])("an endpoint that %s is told about, and the answer goes on", async (_name, reply) => {
    const control = new ThoughtControl();
    const answer = await ask(thinker(reply), control, "llama-cpp", () => control.end());
    expect(answer.diagnostics).toEqual(["thought-not-ended"]);
    expect(answer.finish).not.toHaveProperty("thoughtEndedByCaller");
    expect(answer.parts.at(-1)).toEqual({ text: "Hello" });
  });

  test("a reply that does not come keeps nobody waiting behind the answer", async () => {
    const control = new ThoughtControl();
    const silent: ScriptedReply = { pieces: [], ending: "hang" };
    const begin = performance.now();
    const answer = await ask(
      thinker(() => silent),
      control,
      "llama-cpp",
      () => control.end(),
    );
    expect(answer.diagnostics).toEqual(["thought-not-ended"]);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});

test("an endpoint without the route has no thought that could be ended", async () => {
  const control = new ThoughtControl();
  const ends: boolean[] = [];
  const answer = await ask(thinker(success, 3), control, "vllm", () => ends.push(control.end()));
  expect(ends).toEqual([false, false, false]);
  expect([answer.asked, answer.diagnostics]).toEqual([[], []]);
  expect(answer.questions[0]).not.toHaveProperty("reasoning_control");
});
