import type { Route } from "../contract.ts";
import { errorSchema, renderBody } from "./render-schema.ts";
import { parametersOf, printPath } from "./route-path.ts";

/** What the document says of the server it is of. */
export interface OpenApiFacts {
  readonly version: string;
  /** Whether clients need a key. */
  readonly keys: boolean;
}

const security = [{ bearer: [] }, { header: [] }];

/** The OpenAPI 3.1 document of the routes; bodies come from the tables that also validate them. */
export function renderOpenApi(routes: readonly Route[], { version, keys }: OpenApiFacts): object {
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = { Error: errorSchema };
  for (const route of routes) {
    const path = printPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: renderOperation(route, keys) };
    if (route.body !== undefined) schemas[schemaName(route.body.name)] = renderBody(route.body);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Hermes 4", version, summary: "An OpenAI-compatible server of a Hermes 4 model." },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        header: { type: "apiKey", in: "header", name: "x-api-key" },
      },
    },
  };
}

function renderOperation(route: Route, keys: boolean): object {
  const parameters = parametersOf(route.path).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const json = { "application/json": {} };
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${schemaName(printPath(route.path).replaceAll(/[{}]/g, ""))}`,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: { $ref: `#/components/schemas/${schemaName(route.body.name)}` } } },
      },
    }),
    responses: {
      200: { description: "The answer.", content: route.takesPlace ? { ...json, "text/event-stream": {} } : json },
      default: {
        description: "A failure.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
    ...(keys && { security: route.open ? [] : security }),
  };
}

/** "chat completion" and "/v1/models" in the spelling of names. */
function schemaName(words: string): string {
  const parts = words.split(/[^A-Za-z0-9]+/).filter((part) => part !== "");
  return parts.map((part) => part[0]!.toUpperCase() + part.slice(1)).join("");
}
