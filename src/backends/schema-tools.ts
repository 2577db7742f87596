import type { RawJson, Tool } from "../chat/index.ts";
import { isStandardSchema, jsonSchemaOf, type StandardSchema } from "../grammar/index.ts";
import type { ChatRequest } from "./contract.ts";

/** A tool whose arguments a standard schema describes. */
export interface SchemaTool extends Omit<Tool, "function"> {
  readonly function: Omit<Tool["function"], "parameters"> & { readonly parameters: StandardSchema };
}

/** A request in which tools may be described by standard schemas. */
export interface AskedRequest extends Omit<ChatRequest, "tools"> {
  readonly tools?: readonly (Tool | SchemaTool)[];
}

/** The request with JSON Schemas in their place. Throws HermesError "schema-unsupported" where one has none. */
export function withPlainTools(request: AskedRequest): ChatRequest {
  const { tools } = request ?? {};
  if (!Array.isArray(tools) || !tools.some(isDescribed)) return request as ChatRequest;
  return { ...request, tools: tools.map((tool) => (isDescribed(tool) ? plainTool(tool) : tool)) };
}

function isDescribed(tool: Tool | SchemaTool): tool is SchemaTool {
  return isStandardSchema(tool?.function?.parameters);
}

function plainTool(tool: SchemaTool): Tool {
  const parameters = jsonSchemaOf(tool.function.parameters) as RawJson;
  return { ...tool, function: { ...tool.function, parameters } };
}
