// long: a table of fourteen schemas with values that meet them and values that do not
import type { RealisticSchema } from "../../src/grammar/json/testing/realistic-schemas.ts";

const countries =
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE NO IS CH GB US CA AU NZ JP KR IN BR MX".split(
    " ",
  );
const words = Array.from({ length: 150 }, (_, index) => `category-${(index * 7919 + 13).toString(36)}`);
const functionCall = (name: string, properties: object, required: readonly string[]) => ({
  type: "object",
  properties: {
    name: { const: name },
    arguments: { type: "object", properties, required, additionalProperties: false },
  },
  required: ["name", "arguments"],
  additionalProperties: false,
});

/** Beside the schemas of the tests: signatures of functions, files of configuration, long lists, patterns, recursion. */
export const furtherSchemas: readonly RealisticSchema[] = [
  {
    name: "one of four functions",
    schema: {
      anyOf: [
        functionCall("get_weather", { city: { type: "string" }, unit: { enum: ["c", "f"] } }, ["city"]),
        functionCall("get_stock", { symbol: { type: "string", pattern: "^[A-Z]{1,5}$" } }, ["symbol"]),
        functionCall("send_mail", { to: { type: "string", format: "email" }, body: { type: "string" } }, [
          "to",
          "body",
        ]),
        functionCall("set_timer", { seconds: { type: "integer", minimum: 1, maximum: 86_400 } }, ["seconds"]),
      ],
    },
    valid: [
      { name: "get_weather", arguments: { city: "São Paulo", unit: "c" } },
      { name: "send_mail", arguments: { to: "ada@example.org", body: "Dear Ada,\n\nit works." } },
      { name: "set_timer", arguments: { seconds: 900 } },
    ],
    invalid: [
      { name: "get_stock", arguments: { symbol: "toolong" } },
      { name: "set_timer", arguments: { seconds: 0 } },
      { name: "get_weather", arguments: { to: "x" } },
    ],
  },
  {
    name: "optional arguments",
    schema: {
      type: "object",
      properties: {
        orderId: { type: "string" },
        orderName: { type: "string" },
        orderDate: { type: "string", format: "date" },
        includeItems: { type: "boolean", default: false },
        page: { type: "integer", minimum: 0 },
      },
      additionalProperties: false,
    },
    valid: [{}, { orderId: "A-17" }, { orderName: "Paper", orderDate: "2024-02-29", includeItems: true, page: 3 }],
    invalid: [{ orderDate: "2023-02-29" }, { page: -1 }, { orderid: "x" }],
  },
  {
    name: "service configuration",
    schema: {
      type: "object",
      properties: {
        version: { enum: ["3", "3.8", "3.9"] },
        services: {
          type: "object",
          patternProperties: {
            "^[a-z][a-z0-9_-]*$": {
              type: "object",
              properties: {
                image: { type: "string", minLength: 1 },
                ports: {
                  type: "array",
                  items: { type: "string", pattern: "^\\d{1,5}(:\\d{1,5})?$" },
                  uniqueItems: true,
                },
                environment: {
                  type: "object",
                  additionalProperties: { type: ["string", "number", "boolean", "null"] },
                },
                restart: { enum: ["no", "always", "on-failure", "unless-stopped"] },
              },
              required: ["image"],
              additionalProperties: false,
            },
          },
          additionalProperties: false,
          minProperties: 1,
        },
      },
      required: ["services"],
      additionalProperties: false,
    },
    valid: [
      {
        version: "3.8",
        services: {
          web: { image: "nginx:1.27", ports: ["80:8080", "443"], environment: { DEBUG: false, LEVEL: 3 } },
          db: { image: "postgres:17", restart: "always" },
        },
      },
    ],
    invalid: [
      { services: {} },
      { services: { web: { image: "a", ports: ["80", "80"] } } },
      { services: { Web: { image: "a" } } },
      { services: { web: { image: "" } } },
    ],
  },
  {
    name: "package manifest",
    schema: {
      type: "object",
      properties: {
        name: { type: "string", pattern: "^(@[a-z0-9-]+/)?[a-z0-9._-]+$", maxLength: 214 },
        version: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$" },
        private: { type: "boolean" },
        scripts: { type: "object", additionalProperties: { type: "string" } },
        dependencies: { $ref: "#/$defs/versions" },
        devDependencies: { $ref: "#/$defs/versions" },
      },
      required: ["name", "version"],
      $defs: { versions: { type: "object", additionalProperties: { type: "string" } } },
    },
    valid: [
      {
        name: "@scope/tool",
        version: "1.20.3-beta.1",
        private: true,
        scripts: { build: "tsc -p .", test: "vitest run" },
        dependencies: { zod: "^4.6.7" },
        license: "MIT",
      },
    ],
    invalid: [{ name: "Tool", version: "1.0.0" }, { name: "tool", version: "1.0" }, { name: "tool" }],
  },
  {
    name: "list of categories",
    schema: {
      type: "object",
      properties: {
        category: { enum: words },
        others: { type: "array", items: { enum: words }, maxItems: 3 },
        country: { enum: countries },
      },
      required: ["category", "country"],
      additionalProperties: false,
    },
    valid: [{ category: words[77], others: [words[3], words[140]], country: "NO" }],
    invalid: [
      { category: "category-", country: "NO" },
      { category: words[0], country: "XX" },
    ],
  },
  {
    name: "document of nested blocks",
    schema: {
      $ref: "#/$defs/block",
      $defs: {
        block: {
          type: "object",
          properties: {
            type: { enum: ["page", "section", "paragraph", "list"] },
            text: { type: "string" },
            children: { type: "array", items: { $ref: "#/$defs/block" } },
          },
          required: ["type"],
          additionalProperties: false,
        },
      },
    },
    valid: [
      {
        type: "page",
        children: [
          {
            type: "section",
            text: "One",
            children: [
              { type: "paragraph", text: "It began." },
              { type: "list", children: [] },
            ],
          },
          { type: "section", text: "Two" },
        ],
      },
    ],
    invalid: [
      { type: "page", children: [{ type: "image" }] },
      { type: "page", child: [] },
    ],
  },
  {
    name: "geometry",
    schema: {
      oneOf: [
        {
          type: "object",
          properties: { type: { const: "Point" }, coordinates: { $ref: "#/$defs/position" } },
          required: ["type", "coordinates"],
        },
        {
          type: "object",
          properties: {
            type: { const: "LineString" },
            coordinates: { type: "array", items: { $ref: "#/$defs/position" }, minItems: 2 },
          },
          required: ["type", "coordinates"],
        },
      ],
      $defs: { position: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 3 } },
    },
    valid: [
      { type: "Point", coordinates: [10.7522, 59.9139] },
      {
        type: "LineString",
        coordinates: [
          [0, 0],
          [1.5, -2e-3, 12],
        ],
      },
    ],
    invalid: [
      { type: "Point", coordinates: [1] },
      { type: "LineString", coordinates: [[0, 0]] },
      { type: "Polygon", coordinates: [] },
    ],
  },
  {
    name: "patch of a document",
    schema: {
      type: "array",
      items: {
        oneOf: [
          {
            type: "object",
            properties: { op: { enum: ["add", "replace", "test"] }, path: { $ref: "#/$defs/path" }, value: true },
            required: ["op", "path", "value"],
            additionalProperties: false,
          },
          {
            type: "object",
            properties: { op: { const: "remove" }, path: { $ref: "#/$defs/path" } },
            required: ["op", "path"],
            additionalProperties: false,
          },
          {
            type: "object",
            properties: {
              op: { enum: ["move", "copy"] },
              from: { $ref: "#/$defs/path" },
              path: { $ref: "#/$defs/path" },
            },
            required: ["op", "from", "path"],
            additionalProperties: false,
          },
        ],
      },
      $defs: { path: { type: "string", pattern: "^(/[^/~]*(~[01][^/~]*)*)*$" } },
    },
    valid: [
      [
        { op: "add", path: "/items/0", value: { a: [1, null] } },
        { op: "remove", path: "/old" },
        { op: "move", from: "/a~1b", path: "/c" },
      ],
    ],
    invalid: [[{ op: "remove", path: "old" }], [{ op: "add", path: "/a" }], [{ op: "copy", path: "/a" }]],
  },
  {
    name: "event with formats",
    schema: {
      type: "object",
      properties: {
        id: { type: "string", format: "uuid" },
        at: { type: "string", format: "date-time" },
        host: {
          anyOf: [
            { type: "string", format: "ipv4" },
            { type: "string", format: "hostname" },
          ],
        },
        link: { type: "string", format: "uri" },
        level: { enum: ["debug", "info", "warn", "error"] },
        tags: { type: "array", items: { type: "string", maxLength: 20 }, maxItems: 5, uniqueItems: true },
      },
      required: ["id", "at", "level"],
      additionalProperties: false,
    },
    valid: [
      {
        id: "5f8a7c9e-3b2d-4e6f-9a1b-0c2d4e6f8a9b",
        at: "2026-11-23T10:00:00Z",
        host: "10.0.0.7",
        link: "https://example.org/a?b=c#d",
        level: "warn",
        tags: ["disk", "slow"],
      },
    ],
    invalid: [
      { id: "5f8a7c9e", at: "2026-11-23T10:00:00Z", level: "warn" },
      { id: "5f8a7c9e-3b2d-4e6f-9a1b-0c2d4e6f8a9b", at: "2026-13-23T10:00:00Z", level: "warn" },
    ],
  },
  {
    name: "table with money",
    schema: {
      type: "object",
      properties: {
        rows: {
          type: "array",
          minItems: 1,
          items: {
            type: "array",
            prefixItems: [
              { type: "string", maxLength: 40 },
              { type: "integer", minimum: 0 },
              { type: "number", multipleOf: 0.01, exclusiveMinimum: 0 },
            ],
            items: false,
            minItems: 3,
          },
        },
        total: { type: "number", minimum: 0, maximum: 1_000_000 },
      },
      required: ["rows", "total"],
      additionalProperties: false,
    },
    valid: [
      {
        rows: [
          ["Paper", 3, 12.49],
          ["Pens", 10, 0.3],
        ],
        total: 40.47,
      },
    ],
    invalid: [
      { rows: [], total: 0 },
      { rows: [["Paper", 3, 0.001]], total: 1 },
      { rows: [["Paper", 3, 1, 1]], total: 1 },
    ],
  },
  {
    name: "answer with steps",
    schema: {
      type: "object",
      properties: {
        steps: {
          type: "array",
          items: {
            type: "object",
            properties: { explanation: { type: "string" }, output: { type: "string" } },
            required: ["explanation", "output"],
            additionalProperties: false,
          },
        },
        final_answer: { type: "string" },
      },
      required: ["steps", "final_answer"],
      additionalProperties: false,
    },
    valid: [
      {
        steps: [
          { explanation: "Subtract 7 from both sides.", output: "8x = -30" },
          { explanation: "Divide both sides by 8.", output: "x = -30/8" },
        ],
        final_answer: "x = -15/4",
      },
    ],
    invalid: [{ steps: [] }, { steps: [{ explanation: "" }], final_answer: "1" }],
  },
  {
    name: "settings in an older draft",
    schema: {
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: { port: { type: "integer", minimum: 1, maximum: 65_535 } },
      type: "object",
      properties: {
        port: { $ref: "#/definitions/port" },
        tls: { type: "boolean" },
        certificate: { type: "string" },
        retries: { type: "integer", minimum: 0, maximum: 10 },
      },
      dependencies: { tls: ["certificate"] },
      required: ["port"],
    },
    valid: [{ port: 8443, tls: true, certificate: "/etc/server.pem", retries: 3 }, { port: 80 }],
    invalid: [{ port: 0 }, { port: 443, tls: true }, { port: 80, retries: 11 }],
  },
  {
    name: "contact or company",
    schema: {
      type: "object",
      properties: {
        kind: { enum: ["person", "company"] },
        name: { type: "string", minLength: 1, maxLength: 80 },
        vat: { type: "string", pattern: "^[A-Z]{2}[0-9A-Z]{8,12}$" },
        phone: { type: "string", pattern: "^\\+?[0-9 ()-]{5,20}$" },
      },
      required: ["kind", "name"],
      if: { properties: { kind: { const: "company" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ["vat"] },
      else: { properties: { vat: false } },
      additionalProperties: false,
    },
    valid: [
      { kind: "company", name: "Fjord AS", vat: "NO923609016MVA" },
      { kind: "person", name: "Ada", phone: "+47 22 33 44 55" },
    ],
    invalid: [
      { kind: "company", name: "Fjord AS" },
      { kind: "person", name: "Ada", vat: "NO923609016MVA" },
    ],
  },
  {
    name: "grid of integers",
    schema: {
      type: "object",
      properties: {
        grid: {
          type: "array",
          minItems: 4,
          maxItems: 4,
          items: { type: "array", minItems: 4, maxItems: 4, items: { type: "integer", minimum: 1, maximum: 4 } },
        },
      },
      required: ["grid"],
      additionalProperties: false,
    },
    valid: [
      {
        grid: [
          [1, 2, 3, 4],
          [3, 4, 1, 2],
          [2, 1, 4, 3],
          [4, 3, 2, 1],
        ],
      },
    ],
    invalid: [
      { grid: [[1, 2, 3, 4]] },
      {
        grid: [
          [1, 2, 3, 5],
          [1, 1, 1, 1],
          [1, 1, 1, 1],
          [1, 1, 1, 1],
        ],
      },
    ],
  },
];
