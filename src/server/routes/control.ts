import type { Route } from "../contract.ts";
import { controlFields } from "../fields/token-fields.ts";

export const controlRoute: Route = {
  method: "POST",
  path: "/v1/chat/completions/control",
  summary: "Ends the thought of a running answer that was asked for with reasoning_control.",
  body: controlFields,
  handle({ body, caller }, server) {
    const answer = server.running.get(body.id as string);
    // An answer of another key is none: nobody learns what others ask.
    if (answer === undefined || answer.keyName !== caller.keyName) {
      return refuse("No answer with this id runs; it may be over, or was asked for without reasoning_control.");
    }
    return answer.thought.end() ? Response.json({ success: true }) : refuse("Its thought is over, or it had none.");
  },
};

/** A client is often a moment late; that is no failure. */
function refuse(message: string): Response {
  return Response.json({ success: false, message });
}
