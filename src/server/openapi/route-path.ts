const PARAMETER = /:(\w+)(?:\{[^}]*\})?/g;

/** A route's path as people and OpenAPI write it: "/v1/models/{id}". */
export function printPath(path: string): string {
  return path.replaceAll(PARAMETER, "{$1}");
}

/** The names in it, such as "id". */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(PARAMETER)].map((match) => match[1]!);
}
