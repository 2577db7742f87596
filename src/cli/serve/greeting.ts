/** What the greeting is made of. */
export interface GreetingFacts {
  /** Without a slash at the end: "http://127.0.0.1:8000". */
  readonly url: string;
  readonly page: boolean;
  readonly needsKey: boolean;
}

const QUESTION = "What is 17 + 25?";

/** Where the server is, printed as soon as it listens. */
export function renderAddresses({ url, page }: GreetingFacts): string {
  const api = `OpenAI API  ${url}/v1\n`;
  return page ? `chat page   ${url}/\n${api}` : api;
}

/** A line for the shell that asks the model something, printed once the model is there. */
export function renderCurlLine({ url, needsKey, model }: GreetingFacts & { readonly model: string }): string {
  const body = { model, messages: [{ role: "user", content: QUESTION }], thinking: true };
  // Double quotes, so that the shell puts the key in.
  const key = needsKey ? ' -H "authorization: Bearer $HERMES_KEY"' : "";
  const data = JSON.stringify(body).replaceAll("'", "'\\''");
  const hint = needsKey ? "with your key in HERMES_KEY:\n" : "";
  return `${hint}curl ${url}/v1/chat/completions${key} -H "content-type: application/json" -d '${data}'\n`;
}
