import { type ChatRequest, Hermes } from "../../src/hermes.ts";

/** A question and the one right answer to it: what the model itself says when asked alone, taking the likeliest token each time. */
export interface Question {
  readonly body: string;
  readonly reasoning: string;
  readonly content: string;
}

/** Sums, with and without a thought; every answer differs, so that tokens that cross over from another stream are seen. */
export async function makeQuestions(count: number): Promise<readonly Question[]> {
  const hermes = await Hermes.load();
  const questions: Question[] = [];
  for (let index = 0; index < count; index++) {
    const thinking = index % 2 === 0;
    const messages = [{ role: "user" as const, content: `What is ${100 + 37 * index} + ${900 - 23 * index}?` }];
    const request: ChatRequest = { messages, thinking, maxTokens: 200, sampling: { temperature: 0 } };
    const { reasoning, content } = await hermes.chat(request);
    const body = { model: "nano", messages, thinking, max_tokens: 200, temperature: 0, stream: true };
    questions.push({ body: JSON.stringify(body), reasoning: reasoning ?? "", content: content ?? "" });
  }
  await hermes.dispose();
  return questions;
}
