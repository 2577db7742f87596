import type { FunctionCallItem, ResponseEvent } from "../wire.ts";

/** A call comes whole, and so all its events at once. */
export function callEvents(item: FunctionCallItem, output_index: number): ResponseEvent[] {
  const { id: item_id, arguments: json } = item;
  return [
    { type: "response.output_item.added", output_index, item: { ...item, status: "in_progress", arguments: "" } },
    { type: "response.function_call_arguments.delta", item_id, output_index, delta: json },
    { type: "response.function_call_arguments.done", item_id, output_index, arguments: json },
    { type: "response.output_item.done", output_index, item },
  ];
}
