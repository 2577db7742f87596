import type { DiagnosticPart, FinishPart } from "../chat/chat-spelling.ts";
import { TextLogprobSpeller } from "./spell-text-logprobs.ts";
import type { TextPlan } from "./text-plan.ts";
import type { TextChoice, TextNotes } from "./wire.ts";

export type TextTokens = Parameters<TextLogprobSpeller["spell"]>[0];

/** One for each answer, all answers to a prompt together. */
export function createTextWriters(plan: TextPlan): TextChoiceWriter[] {
  return plan.requests.flatMap((_, prompt) =>
    Array.from({ length: plan.choices }, (_, choice) => new TextChoiceWriter(plan, prompt, choice)),
  );
}

/** Spells the text of one answer; the first piece begins with the echo. */
export class TextChoiceWriter {
  readonly #index: number;
  readonly #speller: TextLogprobSpeller | null;
  readonly #diagnostics: DiagnosticPart[] = [];
  #echo: string;

  constructor({ choices, echoes, logprobs, requests }: TextPlan, prompt: number, choice: number) {
    this.#index = prompt * choices + choice;
    this.#echo = echoes[prompt]!;
    this.#speller = logprobs ? new TextLogprobSpeller(requests[prompt]!.logprobs !== 0) : null;
  }

  write(text: string, tokens: TextTokens): Omit<TextChoice, "finish_reason"> {
    const written = this.#echo + text;
    this.#echo = "";
    return { index: this.#index, text: written, logprobs: this.#speller?.spell(tokens) ?? null };
  }

  note(part: DiagnosticPart): void {
    this.#diagnostics.push(part);
  }

  /** How the answer ended, and what was to say about the request. */
  notes({ stoppedBy }: FinishPart): TextNotes {
    const diagnostics = this.#diagnostics.map(({ code, message }) => ({ code, message }));
    return { stopped_by: stoppedBy, diagnostics };
  }
}
