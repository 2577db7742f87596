/** For tests only: sends the bytes of a file, whole or in part, rightly or not. */
import type { IncomingMessage, ServerResponse } from "node:http";

export type Fault =
  /** The connection breaks behind so many bytes of the answer. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Right length, one bit wrong. */
  | { readonly kind: "flipped-bit"; readonly at: number }
  /** Whole file whatever range was asked. */
  | { readonly kind: "no-ranges"; readonly cutAfterBytes?: number }
  /** A sign-in page with status 200. */
  | { readonly kind: "page" }
  /** So many bytes, then nothing more. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** A piece of so many bytes each ten milliseconds. */
  | { readonly kind: "slow"; readonly pieceBytes: number }
  /** More bytes than announced, without a length. */
  | { readonly kind: "longer" };

export function answerFile(
  response: ServerResponse,
  request: IncomingMessage,
  bytes: Uint8Array,
  fault?: Fault,
): ServerResponse {
  if (fault?.kind === "page") {
    return response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in to this network</html>");
  }
  if (fault?.kind === "status") return response.writeHead(fault.status, fault.headers).end();
  if (fault?.kind === "longer") {
    response.writeHead(200, { "content-type": "binary/octet-stream" });
    response.write(bytes);
    return response.end("and more");
  }
  const from = fault?.kind === "no-ranges" ? 0 : readStart(request.headers.range);
  if (from > 0 && from >= bytes.length) return response.writeHead(416).end();
  if (from > 0) response.setHeader("content-range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
  response.writeHead(from > 0 ? 206 : 200, {
    "content-type": "binary/octet-stream",
    "content-length": bytes.length - from,
    "accept-ranges": "bytes",
  });
  sendBody(response, bytes.subarray(from), fault, from);
  return response;
}

function sendBody(response: ServerResponse, body: Uint8Array, fault: Fault | undefined, from: number): void {
  if (fault?.kind === "slow") {
    sendSlowly(response, body, fault.pieceBytes);
  } else if (fault?.kind === "stall") {
    response.write(body.subarray(0, fault.afterBytes));
  } else if (fault?.kind === "flipped-bit") {
    response.end(body.map((byte, index) => (index + from === fault.at ? byte ^ 1 : byte)));
  } else {
    const cut =
      fault?.kind === "cut" ? fault.afterBytes : fault?.kind === "no-ranges" ? fault.cutAfterBytes : undefined;
    if (cut === undefined || cut >= body.length) response.end(body);
    else response.write(body.subarray(0, cut), () => response.destroy());
  }
}

function sendSlowly(response: ServerResponse, body: Uint8Array, pieceBytes: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (response.destroyed) {
      clearInterval(timer);
      return;
    }
    response.write(body.subarray(sent, sent + pieceBytes));
    sent += pieceBytes;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, 10);
}

/** "bytes=100-" only, which is all that a pull asks for. */
function readStart(range: string | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
}
