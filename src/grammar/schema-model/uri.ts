/** Resolves a URI reference against a base URI as RFC 3986, section 5.2, has it; the base may itself be relative or "". */
export function resolveUri(base: string, reference: string): string {
  const target = split(reference);
  if (target.scheme !== undefined) return join({ ...target, path: removeDotSegments(target.path) });
  const from = split(base);
  const kept = { scheme: from.scheme, fragment: target.fragment };
  if (target.authority !== undefined) return join({ ...target, ...kept, path: removeDotSegments(target.path) });
  const authority = from.authority;
  if (target.path === "") {
    return join({ ...kept, authority, path: from.path, query: target.query ?? from.query });
  }
  const path = target.path.startsWith("/") ? target.path : merge(from, target.path);
  return join({ ...kept, authority, path: removeDotSegments(path), query: target.query });
}

/** The parts before and behind the first `#`; the fragment is undefined without one. */
export function splitFragment(uri: string): [absolute: string, fragment: string | undefined] {
  const hash = uri.indexOf("#");
  return hash < 0 ? [uri, undefined] : [uri.slice(0, hash), uri.slice(hash + 1)];
}

interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

// RFC 3986, appendix B.
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function split(uri: string): UriParts {
  const [, scheme, authority, path = "", query, fragment] = PARTS.exec(uri) ?? [];
  return { scheme, authority, path, query, fragment };
}

function join({ scheme, authority, path, query, fragment }: UriParts): string {
  const start = (scheme === undefined ? "" : `${scheme}:`) + (authority === undefined ? "" : `//${authority}`);
  return start + path + (query === undefined ? "" : `?${query}`) + (fragment === undefined ? "" : `#${fragment}`);
}

function merge(base: UriParts, path: string): string {
  if (base.authority !== undefined && base.path === "") return `/${path}`;
  return base.path.slice(0, base.path.lastIndexOf("/") + 1) + path;
}

function removeDotSegments(path: string): string {
  if (!/(^|\/)\.\.?(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split("/");
  const rooted = segments[0] === "";
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment !== "." && segment !== "..") kept.push(segment);
    else {
      if (segment === ".." && kept.length > (rooted ? 1 : 0)) kept.pop();
      if (last) kept.push("");
    }
  }
  return kept.join("/");
}
