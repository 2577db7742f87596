import { randomUUID } from "node:crypto";
import type { ServerContext } from "../contract.ts";
import type { AnswerHead } from "./chat/wire.ts";

/** What a new answer begins with; ids are unguessable, since they steer running answers. */
export function createHead(server: ServerContext, prefix: "chatcmpl" | "cmpl"): AnswerHead {
  const id = `${prefix}-${randomUUID().replaceAll("-", "")}`;
  return { id, created: Math.floor(server.now() / 1000), model: server.hermes().modelId };
}
