import { describe, expect, test } from "vitest";
import { toJsonValue } from "./json-value.ts";
import type { SchemaModel, SchemaNode } from "./model.ts";
import { type ReadSchemaOptions, readSchema } from "./read-schema.ts";

const read = (schema: unknown, options?: ReadSchemaOptions): SchemaModel => readSchema(toJsonValue(schema), options);

/** Where the first reference on the way down from `/properties/<name>` leads. */
function targetOf(model: SchemaModel, ...names: readonly string[]): SchemaNode {
  const follow = (node: SchemaNode): SchemaNode =>
    node.references[0] === undefined ? node : follow(model.nodes[node.references[0].node]!);
  let node = follow(model.nodes[model.root]!);
  for (const name of names) node = follow(model.nodes[node.properties.get(name)!]!);
  return node;
}

describe("references", () => {
  test.each([
    ["a JSON pointer with escapes", { $defs: { "a/b~c%d": {} }, $ref: "#/$defs/a~1b~0c%25d" }, "/$defs/a~1b~0c%25d"],
    ["an anchor", { $defs: { a: { $anchor: "here" } }, $ref: "#here" }, "/$defs/a"],
    ["an identifier", { $id: "http://x/root", $defs: { a: { $id: "b/c" } }, $ref: "http://x/b/c" }, "/$defs/a"],
    ["an identifier without a base", { $defs: { a: { $id: "node" } }, $ref: "node" }, "/$defs/a"],
    [
      "an anchor in an embedded resource",
      { $defs: { a: { $id: "r", $defs: { b: { $anchor: "x" } } } }, $ref: "r#x" },
      "/$defs/a/$defs/b",
    ],
    [
      "a pointer in an embedded resource",
      { $defs: { a: { $id: "r", $defs: { b: {} } } }, $ref: "r#/$defs/b" },
      "/$defs/a/$defs/b",
    ],
    [
      "a pointer through an embedded resource",
      { $defs: { a: { $id: "r", $defs: { b: {} } } }, $ref: "#/$defs/a/$defs/b" },
      "/$defs/a/$defs/b",
    ],
    [
      "a place that is under no keyword",
      { stray: { deep: [{ type: "null" }] }, $ref: "#/stray/deep/0" },
      "/stray/deep/0",
    ],
  ])("%s", (_name, schema, pointer) => {
    expect(targetOf(read(schema)).pointer).toBe(pointer.replace("%25", "%"));
  });

  test("an identifier that is data names nothing", () => {
    const data = {
      const: { $id: "http://x/a", type: "null" },
      enum: [{ $id: "http://x/b" }],
      default: { $id: "http://x/c" },
    };
    for (const uri of ["http://x/a", "http://x/b", "http://x/c"]) {
      expect(() => read({ ...data, $ref: uri })).toThrow(/was not given/);
    }
  });

  test("beside $ref nothing counts until draft 7, all of it later", () => {
    const schema = { definitions: { a: {} }, $ref: "#/definitions/a", maxItems: 1 };
    expect(read(schema, { defaultDraft: "7" }).nodes[0]).toMatchObject({ maxItems: Infinity });
    expect(read(schema, { defaultDraft: "2019-09" }).nodes[0]).toMatchObject({ maxItems: 1 });
    const sibling = {
      $id: "http://x/",
      properties: { a: { $id: "http://y/", $ref: "b" } },
      definitions: { b: { $id: "b" } },
    };
    expect(targetOf(read(sibling, { defaultDraft: "7" }), "a").pointer).toBe("/definitions/b");
  });

  test("recursion is an edge back to a node", () => {
    const model = read({ properties: { next: { $ref: "#" } } });
    expect(targetOf(model, "next").id).toBe(model.root);
    expect(model.nodes).toHaveLength(2);
  });

  test("documents that were handed over are read, in their own draft, and theirs in turn", () => {
    const documents = new Map(
      Object.entries({
        "http://x/a.json": {
          $schema: "http://json-schema.org/draft-04/schema#",
          $ref: "b.json#/definitions/b",
          type: "null",
        },
        "http://x/b.json": { definitions: { b: { type: "string" } } },
      }).map(([uri, schema]) => [uri, toJsonValue(schema)]),
    );
    const model = read({ $ref: "http://x/a.json" }, { documents });
    expect(model.nodes.map((node) => node.pointer)).toEqual(["", "http://x/a.json#", "http://x/b.json#/definitions/b"]);
  });

  test.each([
    "http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger",
    "https://json-schema.org/draft/2020-12/schema",
  ])("%s needs no document", (uri) => {
    expect(targetOf(read({ $ref: uri })).types).not.toBe(0);
  });
});

describe("dynamic references", () => {
  const list = {
    $id: "list",
    $defs: { item: { $dynamicAnchor: "item" } },
    properties: { item: { $dynamicRef: "#item" } },
  };
  const listOf = (type: string) => ({
    $id: `list-of-${type}`,
    $defs: { item: { $dynamicAnchor: "item", type } },
    $ref: "list",
  });

  test("lead to another node for each way they are reached by", () => {
    const model = read({
      $defs: { list, strings: listOf("string"), numbers: listOf("number") },
      properties: { any: { $ref: "list" }, strings: { $ref: "list-of-string" }, numbers: { $ref: "list-of-number" } },
    });
    expect(targetOf(model, "any", "item").pointer).toBe("/$defs/list/$defs/item");
    expect(targetOf(model, "strings", "item").pointer).toBe("/$defs/strings/$defs/item");
    expect(targetOf(model, "numbers", "item").pointer).toBe("/$defs/numbers/$defs/item");
  });

  test("are plain references to what has no dynamic anchor", () => {
    const plain = { ...list, $defs: { item: { $anchor: "item" } } };
    const model = read({ $defs: { plain, strings: listOf("string") }, $ref: "list-of-string" });
    expect(targetOf(model, "item").pointer).toBe("/$defs/plain/$defs/item");
  });

  test("$recursiveRef looks outward from a $recursiveAnchor only", () => {
    const tree = (isOpen: boolean) => ({
      $schema: "https://json-schema.org/draft/2019-09/schema",
      $id: "http://x/strict",
      $recursiveAnchor: true,
      unevaluatedProperties: false,
      $ref: "tree",
      $defs: { tree: { $id: "tree", $recursiveAnchor: isOpen, properties: { child: { $recursiveRef: "#" } } } },
    });
    const leadsTo = (model: SchemaModel) => {
      const reference = model.nodes
        .flatMap((node) => node.references)
        .find(({ keyword }) => keyword === "$recursiveRef")!;
      return model.nodes[reference.node]!.pointer;
    };
    expect(leadsTo(read(tree(true)))).toBe("");
    expect(leadsTo(read(tree(false)))).toBe("/$defs/tree");
  });
});
