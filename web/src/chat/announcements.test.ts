import { expect, test } from "vitest";
import type { AssistantNode, ChatSnapshot, Conversation, RunningState } from "../data/index.ts";
import { newAnnouncements } from "./announcements.ts";

const running = (phase: RunningState["phase"]) => ({ node: "a", phase }) as RunningState;

/** A snapshot with one conversation and its answer; only what is announced is filled in. */
function snapshot(phase: RunningState["phase"] | null, answer: Partial<AssistantNode> = {}): ChatSnapshot {
  const node = { id: "a", role: "assistant", status: "done", steps: [], ...answer } as unknown as AssistantNode;
  return {
    running: new Map(phase === null ? [] : [["c", running(phase)]]),
    conversations: new Map([["c", { nodes: { a: node } } as unknown as Conversation]]),
  } as unknown as ChatSnapshot;
}

const step = (content: string) => ({ reasoning: null, content, calls: [], invalidCalls: [] });
const call = { id: "1", name: "clock", state: "waiting-for-user" };

test.each([
  ["nothing new", snapshot("answering"), snapshot("answering"), []],
  ["a thought", snapshot("sending"), snapshot("thinking"), ["Hermes is thinking."]],
  ["an answer that begins", snapshot("thinking"), snapshot("answering"), []],
  [
    "a question",
    snapshot("answering"),
    snapshot("approval", { steps: [{ ...step(""), calls: [call] }] as unknown as AssistantNode["steps"] }),
    ["Hermes asks to run the tool clock."],
  ],
  ["an answer", snapshot("answering"), snapshot(null, { steps: [step("Four.")] }), ["Hermes: Four."]],
  ["a stop", snapshot("answering"), snapshot(null, { status: "stopped" }), ["The answer was stopped."]],
  [
    "a failure",
    snapshot("answering"),
    snapshot(null, {
      status: "failed",
      error: { kind: "cut", message: "It broke off", status: null, retryable: true },
    }),
    ["The answer failed: It broke off."],
  ],
] as const)("%s", (_name, before, now, sentences) => {
  expect(newAnnouncements(before, now)).toEqual(sentences);
});

test("of a long answer the beginning is read out", () => {
  const [sentence] = newAnnouncements(snapshot("answering"), snapshot(null, { steps: [step("word ".repeat(1000))] }));
  expect(sentence!.length).toBeLessThan(700);
  expect(sentence).toMatch(/The answer goes on in the conversation\.$/);
});
