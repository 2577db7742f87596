import { collectMessage } from "../../chat/index.ts";
import { HermesError } from "../../errors.ts";
import type { Services } from "../contract.ts";

/** What a judge answers to one message, its thought apart; greedily, where no temperature is given. Throws "environment-failed" for an answer that breaks off. */
export async function askJudge(
  content: string,
  services: Services & { readonly judge: NonNullable<Services["judge"]> },
  temperature = 0,
): Promise<string> {
  const request = { messages: [{ role: "user" as const, content }], sampling: { temperature } };
  const options = services.signal ? { signal: services.signal } : {};
  const message = await collectMessage(services.judge.stream(request, options));
  if (message.finish?.reason === "stop") return message.content ?? "";
  throw judgeFailed(`the judge's answer ended with "${message.finish?.reason ?? "no end"}"`);
}

export function judgeFailed(what: string): HermesError<"environment-failed"> {
  return new HermesError("environment-failed", `${what}; expected a verdict`, { kind: "judge" });
}
