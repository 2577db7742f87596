import type {
  AnswerStep,
  AssistantNode,
  Conversation,
  ConversationSettings,
  MessageNode,
} from "../../../web/src/data/model.ts";

const settings: ConversationSettings = {
  characterId: null,
  system: "",
  thinking: false,
  keepThoughts: false,
  thinkingBudget: null,
  sampling: {
    temperature: null,
    topP: null,
    topK: null,
    minP: null,
    repetitionPenalty: null,
    maxTokens: null,
    seed: null,
  },
  tools: false,
  jsonView: true,
};

/** One step with some of its fields. */
export type GivenStep = Partial<AnswerStep>;

/** A file that the page imports: one conversation, each answer to a question of its own. */
export function conversationFile(
  title: string,
  answers: readonly GivenStep[],
  answer: Partial<AssistantNode> = {},
): string {
  const nodes = answers.flatMap((step, index): MessageNode[] => [
    {
      id: `u${index}`,
      parent: index === 0 ? null : `a${index - 1}`,
      createdAt: index,
      role: "user",
      content: `Question ${index}`,
    },
    {
      id: `a${index}`,
      parent: `u${index}`,
      createdAt: index,
      role: "assistant",
      steps: [{ reasoning: null, content: "", calls: [], invalidCalls: [], ...step }],
      status: "done",
      finishReason: "stop",
      error: null,
      usage: null,
      timings: null,
      model: "imported",
      settings,
      edited: false,
      ...answer,
    },
  ]);
  const conversation: Conversation = {
    id: "imported",
    title,
    titleByUser: true,
    createdAt: 0,
    changedAt: 1,
    nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
    leaf: nodes.at(-1)!.id,
    removed: [],
    settings,
  };
  return JSON.stringify({ format: "hermes4-conversations", version: 1, conversations: [conversation] });
}
