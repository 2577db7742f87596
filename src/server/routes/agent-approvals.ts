import { approvalFields } from "../agent/agent-fields.ts";
import { requireAgent } from "../agent/require-agent.ts";
import { ApiError } from "../api-error.ts";
import type { Route } from "../contract.ts";

export const agentApprovals: Route = {
  method: "POST",
  path: "/v1/agent/approvals/:id",
  summary: "Answers a question of a running tool loop: whether a call may run.",
  body: approvalFields,
  handle({ body, parameters, caller }, server) {
    requireAgent(server);
    const receipt = server.approvals.answer(parameters.id ?? "", caller.keyName, body.approved === true);
    if (receipt === "unknown") {
      throw new ApiError("There is no such question; its stream may be over.", {
        status: 404,
        type: "invalid_request_error",
        param: "id",
        code: "approval_not_found",
      });
    }
    if (receipt === "over") {
      throw new ApiError("This question has its answer, or it came too late.", {
        status: 409,
        type: "invalid_request_error",
        param: "id",
        code: "approval_over",
      });
    }
    return Response.json({ success: true });
  },
};
