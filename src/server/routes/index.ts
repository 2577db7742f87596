import type { Route } from "../contract.ts";
import { healthRoutes, readyRoute } from "./health.ts";
import { modelRoute, modelsRoute } from "./models.ts";

/** All that the server answers beside the page's files. A new route is one file and one row. */
export const routes: readonly Route[] = [...healthRoutes, readyRoute, modelsRoute, modelRoute];
