import { HermesError, type HubRefusal } from "../../errors.ts";
import { printable } from "../printable.ts";
import type { HubSettings } from "../settings.ts";
import { withoutQuery } from "./send-request.ts";

/** What a refused request was about. */
export interface RequestSubject {
  readonly repository: string;
  readonly revision: string;
  readonly file?: string;
}

/** The error for an answer that is no success; reads the body for what it says. */
export async function describeRefusal(
  response: Response,
  settings: HubSettings,
  subject: RequestSubject,
): Promise<HermesError<"hub-refused">> {
  const text = await readStart(response);
  const said = response.headers.get("x-error-message") ?? messageOf(text);
  const refusal = reasonOf(response, said);
  const quoted = said === "" ? "" : ` (the hub says: ${printable(said)})`;
  return new HermesError("hub-refused", `${explanations[refusal](subject, settings, response.status)}${quoted}`, {
    url: withoutQuery(response.url),
    status: response.status,
    reason: refusal,
  });
}

/** The hub answers 401 both for a repository that does not exist and for a bad token; only its words tell them apart. */
function reasonOf({ status, headers }: Response, said: string): HubRefusal {
  const code = headers.get("x-error-code");
  if (code === "GatedRepo") return "gated";
  if (code === "RevisionNotFound") return "revision-missing";
  if (code === "EntryNotFound") return "file-missing";
  if (code === "RepoNotFound") return "repository-missing";
  if (status === 401 && /invalid credentials|expired|invalid (user )?(access )?token/i.test(said))
    return "token-refused";
  if (status === 401 || status === 404) return "repository-missing";
  if (status === 403) return /gated|restricted|authorized list/i.test(said) ? "gated" : "token-refused";
  if (status === 429) return "too-many-requests";
  return status >= 500 ? "server-failure" : "other";
}

const explanations: Readonly<
  Record<HubRefusal, (subject: RequestSubject, settings: HubSettings, status: number) => string>
> = {
  "repository-missing": ({ repository }, { endpoint, token }) =>
    `There is no model repository ${repository} at ${endpoint}, or it is private: check the name; for a private one ${
      token === undefined ? "set HF_TOKEN to a token that may read it" : "use a token that may read it (HF_TOKEN)"
    }`,
  "revision-missing": ({ repository, revision }) =>
    `${repository} has no revision ${revision}: give a branch, a tag or a whole commit behind the @, or leave it out for main`,
  "file-missing": ({ repository, revision, file }) =>
    `${repository} lists ${file ?? "a file"} at ${revision} but does not have it: run the command again; if it stays, the repository is broken`,
  gated: ({ repository }, { endpoint, token }) =>
    token === undefined
      ? `${repository} is gated: accept its conditions at ${endpoint}/${repository}, make a token at ${endpoint}/settings/tokens, set HF_TOKEN to it and run the command again`
      : `${repository} is gated and the account of this token has no access: ask for it at ${endpoint}/${repository}, or use the token of an account that has it`,
  "token-refused": (_subject, { endpoint }) =>
    `${endpoint} refused the token of HF_TOKEN or of the token file: make a new one with read access at ${endpoint}/settings/tokens`,
  "too-many-requests": (_subject, { endpoint, token }) =>
    `${endpoint} allows no more requests for now. Wait some minutes and run the command again${
      token === undefined ? "; with HF_TOKEN set it allows more" : ""
    }`,
  "server-failure": (_subject, { endpoint }, status) =>
    `${endpoint} failed with status ${status}. Run the command again later; what was fetched is kept.`,
  other: ({ repository }, { endpoint }, status) =>
    `${endpoint} answered ${status} for ${repository}, expected 200: check HF_ENDPOINT and the name`,
};

async function readStart(response: Response): Promise<string> {
  try {
    return (await response.text()).slice(0, 10_000);
  } catch {
    return "";
  }
}

/** A JSON body has its message in `error`; anything else, such as a page, says nothing worth repeating. */
function messageOf(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const message = value !== null && typeof value === "object" && "error" in value ? value.error : "";
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}
