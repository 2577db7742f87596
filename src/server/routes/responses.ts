import type { Route } from "../contract.ts";
import { answerResponse } from "../responses/answer-response.ts";
import { responsesTable } from "../responses/fields/body-table.ts";

/** POST /v1/responses, without a store. */
export const responses: Route = {
  method: "POST",
  path: "/v1/responses",
  summary: "Answers a list of items, whole or as events; nothing is stored.",
  body: responsesTable,
  encodes: "text",
  takesPlace: true,
  handle: answerResponse,
};
