/** Fields of settings whose values may be secret: what an MCP server gets as environment, arguments or headers. */
const SECRET_FIELDS = new Set(["env", "args", "headers"]);

/** Shown instead of a secret. */
const MASK = "***";

/** The same value with everything hidden that may be a key: environments, arguments, headers, and passwords and queries of addresses. */
export function maskSecrets(value: unknown): unknown {
  if (typeof value === "string") return maskAddress(value);
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, SECRET_FIELDS.has(name) ? maskAll(field) : maskSecrets(field)]),
  );
}

function maskAll(secrets: unknown): unknown {
  if (Array.isArray(secrets)) return secrets.map(() => MASK);
  if (typeof secrets !== "object" || secrets === null) return MASK;
  return Object.fromEntries(Object.keys(secrets).map((name) => [name, MASK]));
}

function maskAddress(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username + url.password + url.search === "") return text;
  for (const part of ["username", "password"] as const) if (url[part] !== "") url[part] = MASK;
  if (url.search !== "") url.search = `?${MASK}`;
  return url.href;
}
