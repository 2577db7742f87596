import { type ChatMessage, showSchema } from "../chat/index.ts";
import type { Constraint } from "../grammar/index.ts";
import { renderAnswerJson } from "./answer-json.ts";
import { AnswerPrinter } from "./answer-printer.ts";
import { createChatRequest, readTools, systemMessages, withoutUndefined } from "./chat-request.ts";
import type { GenerationFlags } from "./flags.ts";
import { abortOnInterrupt, interruptedExitCode } from "./interrupt.ts";
import { closeModel, loadModel } from "./load-model.ts";
import { streamAnswer } from "./stream-answer.ts";
import type { Terminal } from "./terminal.ts";

/** Loads the model, answers one prompt and prints it as it comes, or with `json` as one object. Returns the exit code. */
export async function answerOnce(
  prompt: string,
  flags: GenerationFlags & {
    readonly json?: boolean;
    readonly constraint?: Constraint;
    readonly finishWithinBudget?: boolean;
  },
  terminal: Terminal,
): Promise<number> {
  const tools = flags.tools === undefined ? undefined : await readTools(flags.tools);
  const { constraint, finishWithinBudget } = flags;
  const given: ChatMessage[] = [...systemMessages(flags.system), { role: "user", content: prompt }];
  const messages = flags.system === undefined ? withSchema(given, constraint) : given;
  const own = withoutUndefined({ constraint, finishWithinBudget });
  const request = { ...createChatRequest(flags, messages, tools), ...own };
  const hermes = await loadModel(flags, terminal);
  try {
    const printer = new AnswerPrinter(terminal, { foldReasoning: false });
    const answer = await abortOnInterrupt((signal) =>
      streamAnswer(hermes.stream(request, { signal }), (part) => flags.json || printer.print(part)),
    );
    if (flags.json) terminal.write(`${JSON.stringify(renderAnswerJson(answer, hermes.loadMs))}\n`);
    return answer.finish.reason === "cancelled" ? interruptedExitCode : 0;
  } finally {
    await closeModel(hermes, flags, terminal);
  }
}

/** A model that does not know the schema is led against its will. */
function withSchema(messages: readonly ChatMessage[], constraint: Constraint | undefined): readonly ChatMessage[] {
  if (constraint?.type !== "json-schema" || typeof constraint.schema !== "string") return messages;
  return showSchema(messages, constraint.schema);
}
