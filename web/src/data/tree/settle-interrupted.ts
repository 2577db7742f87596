import type { AnswerStep, AssistantNode, Conversation, MessageNode, NodeId } from "../model.ts";

export function isRunning(node: MessageNode): node is AssistantNode {
  return node.role === "assistant" && (node.status === "waiting" || node.status === "running");
}

/** Marks the answers as interrupted that look as if they ran, but of which nobody says so. */
export function settleInterrupted(conversation: Conversation, runs: (id: NodeId) => boolean): Conversation {
  const broken = Object.values(conversation.nodes).filter(isRunning);
  const settled = broken.filter(({ id }) => !runs(id)).map((node) => [node.id, interrupt(node)] as const);
  if (settled.length === 0) return conversation;
  return { ...conversation, nodes: { ...conversation.nodes, ...Object.fromEntries(settled) } };
}

function interrupt(node: AssistantNode): AssistantNode {
  return { ...node, status: "interrupted", steps: node.steps.map(endStep) };
}

function endStep(step: AnswerStep): AnswerStep {
  const result = { outcome: "cancelled", content: "", elapsedMs: 0 } as const;
  return {
    ...step,
    reasoning: step.reasoning === null ? null : { ...step.reasoning, ended: true },
    calls: step.calls.map((call) =>
      call.result === null ? { ...call, state: "finished", approvalId: null, result } : call,
    ),
  };
}
