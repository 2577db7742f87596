import { ipv6 } from "./internet-address.ts";

/** RFC 3986, RFC 3987 and RFC 6570, as patterns for whole strings. */

const encoded = "%[0-9A-Fa-f]{2}";
const subDelimiters = "!$&'()*+,;=";

/** `ucschar` of RFC 3987. */
const foreignPlanes = Array.from({ length: 14 }, (_, index) => {
  const plane = (index + 1).toString(16);
  const first = plane === "e" ? "1000" : "0000";
  return String.raw`\u{${plane}${first}}-\u{${plane}fffd}`;
}).join("");
const foreign = String.raw`\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef${foreignPlanes}`;
/** `iprivate`: allowed in queries alone. */
const privateUse = String.raw`\ue000-\uf8ff\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}`;

interface References {
  /** With a scheme. */
  readonly absolute: string;
  readonly any: string;
}

function references(further: string, furtherInQuery: string): References {
  const unreserved = `A-Za-z0-9._~${further}\\-`;
  const oneOf = (more: string) => `(?:[${unreserved}${subDelimiters}${more}]|${encoded})`;
  const segment = oneOf(":@");
  const segments = `(?:/${segment}*)*`;
  const address = String.raw`\[(?:${ipv6}|[Vv][0-9A-Fa-f]+\.[A-Za-z0-9._~\-${subDelimiters}:]+)\]`;
  const authority = `(?:${oneOf(":")}*@)?(?:${address}|${oneOf("")}*)(?::[0-9]*)?`;
  const rest = String.raw`(?:\?${oneOf(`:@/?${furtherInQuery}`)}*)?(?:#${oneOf(":@/?")}*)?`;
  const rooted = `//${authority}${segments}|/(?:${segment}+${segments})?`;
  const absolute = `[A-Za-z][A-Za-z0-9+.-]*:(?:${rooted}|${segment}+${segments}|)${rest}`;
  const relative = `(?:${rooted}|${oneOf("@")}+${segments}|)${rest}`;
  return { absolute, any: `${absolute}|${relative}` };
}

export const uri = references("", "");
export const iri = references(foreign, privateUse);

const variableCharacter = `(?:\\w|${encoded})`;
const variable = String.raw`${variableCharacter}+(?:\.${variableCharacter}+)*(?:\*|:[1-9]\d{0,3})?`;
const literal = String.raw`(?:[!#$&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~${foreign}${privateUse}]|${encoded})`;

/** Operators kept for later by RFC 6570 are none of today's. */
export const uriTemplate = String.raw`(?:${literal}|\{[+#./;?&]?${variable}(?:,${variable})*\})*`;
