import { type ChatMessage, DEFAULT_SYSTEM_PROMPT, type Tool } from "../../chat/index.ts";
import type { GeneratedEnvironment, Mode, Random } from "../contract.ts";
import type { ItemSource } from "./item-source.ts";

/** A conversation to train on. Assistant content is the raw completion: thought, text and `<tool_call>` blocks verbatim. */
export interface TrainingConversation {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  readonly thinking: boolean;
  /** True when earlier thoughts stay in the prompt, so that all turns can be trained in one sample. */
  readonly keepCots: boolean;
  /** Indices into `messages` of assistant turns that are context only. All others are trained. */
  readonly untrainedTurns?: readonly number[];
  /** Id of the environment of the first item. */
  readonly environment: string;
}

/** What a conversation is built from. */
export interface ConversationPlan {
  readonly random: Random;
  readonly source: ItemSource;
  readonly environment: GeneratedEnvironment<unknown>;
  readonly mode: Mode;
  /** An environment for the next item of a chain that is not bound to a system message or tools. */
  pickNext(): GeneratedEnvironment<unknown>;
}

/** Share of chains with thoughts whose history is stripped of them, as a client without keep_cots sends it. */
const STRIPPED_SHARE = 0.25;
/** Share of conversations without a system message that get a neutral one, as many clients send it. */
const NEUTRAL_SYSTEM_SHARE = 0.12;
const NEUTRAL_SYSTEMS = [
  DEFAULT_SYSTEM_PROMPT,
  DEFAULT_SYSTEM_PROMPT,
  "You are a helpful assistant.",
  "You are Hermes nano.",
  "You are a friendly AI.",
  "Be helpful.",
];

/** One item exactly as it is evaluated, followed by its demonstration. */
export function singleItem(plan: ConversationPlan): TrainingConversation {
  const { environment, mode, source } = plan;
  const item = source.draw(environment);
  const { messages, tools } = environment.prompt(item, mode);
  const demonstration = { role: "assistant" as const, content: environment.demonstrate(item, mode) };
  // Without thoughts, the turns of the history already stand as the model should write them.
  const untrained = mode === "reasoning" ? assistantTurns(messages) : [];
  return conversation(plan, false, tools, [...messages, demonstration], untrained);
}

/** Two to four items after each other: follow-ups where the first has a system message or tools, else any free items. */
export function chainedItems(plan: ConversationPlan): TrainingConversation {
  const { random, environment, mode, source } = plan;
  let item = source.draw(environment);
  const { messages: firstMessages, tools } = environment.prompt(item, mode);
  const bound = hasContext({ messages: firstMessages, tools });
  const messages = [...allTurns(environment, item, mode)];
  // Two items with a history of their own could contradict each other ("My name is …").
  let hasHistory = assistantTurns(firstMessages).length > 0;
  for (let left = random.integer(1, 3); left > 0; left--) {
    const next = bound ? environment : plan.pickNext();
    item = bound ? source.followUp(environment, item, random) : source.draw(next);
    if (item === null) break;
    const request = next.prompt(item, mode);
    const history = assistantTurns(request.messages).length > 0;
    if (!bound && (hasContext(request) || (history && hasHistory))) continue;
    hasHistory ||= history;
    messages.push(...allTurns(next, item, mode).filter(({ role }) => role !== "system"));
  }
  const stripped = mode === "reasoning" && random.chance(STRIPPED_SHARE);
  const untrained = stripped ? assistantTurns(messages).slice(0, -1) : [];
  return conversation(plan, mode === "reasoning" && !stripped, tools, messages, untrained);
}

export function countTrainedTurns({ messages, untrainedTurns }: TrainingConversation): number {
  return assistantTurns(messages).length - (untrainedTurns?.length ?? 0);
}

/** An item's turns with every assistant turn as the model should write it. */
function allTurns(environment: GeneratedEnvironment<unknown>, item: unknown, mode: Mode): readonly ChatMessage[] {
  if (environment.transcript) return environment.transcript(item, mode);
  const { messages } = environment.prompt(item, mode);
  return [...messages, { role: "assistant", content: environment.demonstrate(item, mode) }];
}

function conversation(
  { random, environment, mode }: ConversationPlan,
  keepCots: boolean,
  tools: readonly Tool[] | undefined,
  turns: readonly ChatMessage[],
  untrained: readonly number[],
): TrainingConversation {
  const neutral = turns[0]?.role !== "system" && random.chance(NEUTRAL_SYSTEM_SHARE);
  const opening: ChatMessage[] = neutral ? [{ role: "system", content: random.pick(NEUTRAL_SYSTEMS) }] : [];
  return {
    messages: [...opening, ...turns],
    ...(tools ? { tools } : {}),
    thinking: mode === "reasoning",
    keepCots,
    ...(untrained.length > 0 ? { untrainedTurns: untrained.map((index) => index + opening.length) } : {}),
    environment: environment.id,
  };
}

/** Whether the items that follow must share a system message or tools. */
function hasContext(request: { messages: readonly ChatMessage[]; tools?: readonly Tool[] | undefined }): boolean {
  return request.tools !== undefined || request.messages[0]?.role === "system";
}

function assistantTurns(messages: readonly ChatMessage[]): number[] {
  return messages.flatMap(({ role }, index) => (role === "assistant" ? [index] : []));
}
