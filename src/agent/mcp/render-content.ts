import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/sdk/types.js";
import { renderJson } from "../../chat/index.ts";

/** A result as text: a language model reads nothing else. What is no text is named, with its kind and size. */
export function renderContent({ content, structuredContent }: CallToolResult): string {
  if (content.length === 0 && structuredContent !== undefined) return renderJson(structuredContent, "result");
  return content.map(renderBlock).join("\n");
}

function renderBlock(block: ContentBlock): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "image":
    case "audio":
      return `[${block.type}, ${describeBytes(block.mimeType, block.data)}: not shown]`;
    case "resource": {
      const { resource } = block;
      if ("text" in resource) return `[resource ${resource.uri}]\n${resource.text}`;
      return `[resource ${resource.uri}, ${describeBytes(resource.mimeType, resource.blob)}: not shown]`;
    }
    case "resource_link":
      return `[link to ${block.name}: ${block.uri}]`;
  }
}

function describeBytes(mimeType: string | undefined, base64: string): string {
  return `${mimeType ?? "unknown type"}, ${Buffer.byteLength(base64, "base64")} bytes`;
}
