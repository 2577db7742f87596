import { describe, expect, it } from "vitest";
import {
  EVAL_SEED,
  environments,
  HELD_OUT_PER_CATEGORY,
  heldOutIds,
  heldOutItems,
  type TrainingConversation,
  trainingConversations,
} from "./index.ts";

const COUNT = 4000;
const heldOut = heldOutIds(environments, HELD_OUT_PER_CATEGORY);

function take(
  seed: number,
  count: number,
): { conversations: TrainingConversation[]; statistics: ReturnType<typeof trainingConversations>["statistics"] } {
  const mixture = trainingConversations(seed, { heldOut });
  const conversations: TrainingConversation[] = [];
  for (const conversation of mixture) if (conversations.push(conversation) === count) break;
  return { conversations, statistics: mixture.statistics };
}

const { conversations, statistics } = take(7, COUNT);
const questions = (list: readonly TrainingConversation[]) =>
  list.flatMap(({ messages }) => messages.filter(({ role }) => role === "user").map(({ content }) => String(content)));

describe("trainingConversations", () => {
  it("gives the same stream for the same seed and another for another seed", () => {
    expect(take(7, 200).conversations).toEqual(conversations.slice(0, 200));
    expect(take(8, 200).conversations).not.toEqual(conversations.slice(0, 200));
  });

  it("trains equally many turns in both modes, overall and in every environment", () => {
    const { reasoning, plain } = statistics.trainedTurns;
    expect(Math.abs(reasoning - plain)).toBeLessThan(5 * environments.length);
    for (const { id } of environments) {
      const turns = { reasoning: 0, plain: 0 };
      for (const { environment, thinking, messages, untrainedTurns } of conversations) {
        const trained = messages.filter(({ role }) => role === "assistant").length - (untrainedTurns?.length ?? 0);
        if (environment === id) turns[thinking ? "reasoning" : "plain"] += trained;
      }
      expect(Math.abs(turns.reasoning - turns.plain)).toBeLessThan(10);
    }
  });

  it("starts anew with every iteration", () => {
    const mixture = trainingConversations(3, { heldOut });
    const first = mixture[Symbol.iterator]().next().value;
    expect(mixture[Symbol.iterator]().next().value).toEqual(first);
    expect(mixture.statistics.trainedTurns.reasoning + mixture.statistics.trainedTurns.plain).toBeLessThan(10);
  });

  it("tells no two names in one conversation", () => {
    const isName = (text: unknown) => /^(My name is|I am|Hello, I am called) /.test(String(text));
    for (const { messages } of conversations) {
      const told = messages.filter(({ role, content }) => role === "user" && isName(content));
      expect(told.length).toBeLessThan(2);
    }
  });

  it("gives every environment about its share", () => {
    const share = (id: string) => conversations.filter(({ environment }) => environment === id).length / COUNT;
    expect(share("arithmetic")).toBeCloseTo(0.33, 1);
    expect(share("tool-calls") + share("tool-results")).toBeCloseTo(0.29, 1);
    for (const { id } of environments) expect(share(id)).toBeGreaterThan(0.003);
  });

  it("writes every trained turn with a thought exactly in reasoning mode", () => {
    for (const { messages, thinking, keepCots, untrainedTurns } of conversations) {
      expect(messages.at(-1)!.role).toBe("assistant");
      expect(untrainedTurns ?? []).not.toContain(messages.length - 1);
      if (!thinking) expect(keepCots).toBe(false);
      const turns = messages.flatMap(({ role, content }, i) =>
        role === "assistant" ? [{ i, text: String(content) }] : [],
      );
      const trained = turns.filter(({ i }) => !untrainedTurns?.includes(i));
      for (const { text } of trained) expect(/^<think>\n.+\n<\/think>\n\S/s.test(text)).toBe(thinking);
      // An earlier thought may only be trained where the prompt keeps it.
      if (thinking && trained.length > 1) expect(keepCots).toBe(true);
    }
  });

  it("has single items and chains, and system messages only in front", () => {
    const single = conversations.filter(
      ({ messages }) => messages.filter(({ role }) => role === "user").length === 1,
    ).length;
    expect(single / COUNT).toBeGreaterThan(0.5);
    expect(single / COUNT).toBeLessThan(0.75);
    for (const { messages } of conversations) {
      expect(messages.slice(1).some(({ role }) => role === "system")).toBe(false);
    }
  });

  it("shows no held-out question and counts what it left out", () => {
    expect(statistics.excluded).toBeGreaterThan(0);
    const trained = new Set(questions(conversations));
    for (const environment of environments.filter(({ id }) =>
      ["arithmetic", "repair", "sorting", "beyond-me"].includes(id),
    )) {
      for (const { item } of heldOutItems(environment, 100, EVAL_SEED)) {
        expect(trained.has(String(environment.prompt(item, "plain").messages.at(-1)!.content))).toBe(false);
      }
    }
  });
});

describe("unseen tools and schemas", () => {
  const toolCalls = environments.find(({ id }) => id === "tool-calls")!;
  const unseen = heldOutItems(toolCalls, 200).filter(({ category }) => category.startsWith("unseen"));
  const seenTools = conversations.flatMap(({ tools }) => tools ?? []);
  const unseenTools = unseen.flatMap(({ item }) => toolCalls.prompt(item, "plain").tools ?? []);
  const names = (tools: typeof seenTools) =>
    new Set(
      tools.map((tool) =>
        tool.function.name
          .replace(/_(v2|api|tool|x\d+)$/, "")
          .toLowerCase()
          .replaceAll("_", ""),
      ),
    );
  const argumentNames = (tools: typeof seenTools) =>
    new Set(tools.flatMap((tool) => (tool.function.parameters as { required: string[] }).required));

  const shared = (some: Set<string>, others: Set<string>) => [...some].filter((one) => others.has(one));

  it("share no name, description or argument name with training", () => {
    expect(unseenTools.length).toBeGreaterThan(100);
    expect(shared(names(unseenTools), names(seenTools))).toEqual([]);
    expect(shared(argumentNames(unseenTools), argumentNames(seenTools))).toEqual([]);
    const seenDescriptions = new Set(seenTools.map((tool) => tool.function.description));
    expect(unseenTools.filter((tool) => seenDescriptions.has(tool.function.description))).toEqual([]);
  });

  it("have field names that training never asks for", () => {
    const extraction = environments.find(({ id }) => id === "extraction")!;
    const fieldsIn = (text: string) =>
      [...text.matchAll(/(?<!"array", )"(\w+)": \{"type": "(?!object)/g)].map(([, name]) => name!);
    const seen = new Set(
      conversations
        .filter(({ environment }) => environment === "extraction")
        .flatMap(({ messages }) => messages.flatMap(({ content }) => fieldsIn(String(content)))),
    );
    const asked = heldOutItems(extraction, 200)
      .filter(({ category }) => category === "unseen schemas")
      .flatMap(({ item }) =>
        extraction.prompt(item, "plain").messages.flatMap(({ content }) => fieldsIn(String(content))),
      );
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter((name) => seen.has(name))).toEqual([]);
  });
});
