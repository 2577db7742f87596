import type { Route } from "../contract.ts";
import { renderOpenApi } from "../openapi/render-openapi.ts";
import { packageVersion } from "../package-version.ts";

/** Describes the given routes and itself. */
export function createOpenApiRoute(others: readonly Route[]): Route {
  const route: Route = {
    method: "GET",
    path: "/openapi.json",
    summary: "This description of all routes.",
    handle: (_request, { options }) =>
      Response.json(renderOpenApi([...others, route], { version: packageVersion(), keys: options.keys.length > 0 })),
  };
  return route;
}
