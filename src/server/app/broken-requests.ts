import type { Server, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ApiError, errorBody } from "../api-error.ts";
import { createRequestId } from "./request-frame.ts";

const statuses: Readonly<Record<string, readonly [status: number, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request did not arrive in time."],
  HPE_HEADER_OVERFLOW: [431, "The request's headers are larger than this server reads."],
};
const malformed = [400, "The request is not valid HTTP/1.1."] as const;

/** Answers what Node cannot read as a request in the same form as all other failures. */
export function answerBrokenRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || isAnswering(socket) || error.code === "ECONNRESET") return socket.destroy();
    const [status, message] = statuses[error.code ?? ""] ?? malformed;
    const body = JSON.stringify(errorBody(new ApiError(message, { status, type: "invalid_request_error" })));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "connection: close",
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${createRequestId()}`,
      "x-should-retry: false",
    ];
    return socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  });
}

/** A response that has begun must not be followed by a second head. Node tells what it is writing in this one way only. */
function isAnswering(socket: Socket & { readonly _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}
