// long: a table of twenty schemas with values that meet them and values that do not
/** For tests and benches: schemas as people send them, each with values that meet it and values that do not. A table of cases. */

export interface RealisticSchema {
  readonly name: string;
  readonly schema: unknown;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

const CURRENCIES =
  "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL".split(
    " ",
  );

export const realisticSchemas: readonly RealisticSchema[] = [
  {
    name: "weather call",
    schema: {
      type: "object",
      properties: { location: { type: "string" }, unit: { type: "string", enum: ["celsius", "fahrenheit"] } },
      required: ["location"],
    },
    valid: [{ location: "Oslo" }, { location: "Bergen", unit: "celsius" }, { location: "Rome", days: 3 }],
    invalid: [{}, { location: 5 }, { location: "Oslo", unit: "kelvin" }],
  },
  {
    name: "strict weather call",
    schema: {
      type: "object",
      properties: { location: { type: "string" }, days: { type: ["integer", "null"], minimum: 1, maximum: 14 } },
      required: ["location", "days"],
      additionalProperties: false,
    },
    valid: [
      { location: "Oslo", days: 14 },
      { location: "Oslo", days: null },
    ],
    invalid: [{ location: "Oslo" }, { location: "Oslo", days: 15 }, { location: "Oslo", days: 1, unit: "c" }],
  },
  {
    name: "search with filters",
    schema: {
      type: "object",
      properties: {
        query: { type: "string", minLength: 1, maxLength: 200 },
        limit: { type: "integer", minimum: 1, maximum: 100, default: 10 },
        filters: {
          type: "array",
          maxItems: 8,
          items: {
            type: "object",
            properties: {
              field: { enum: ["title", "author", "year", "language"] },
              operator: { enum: ["eq", "ne", "lt", "le", "gt", "ge"] },
              value: { type: ["string", "number", "boolean"] },
            },
            required: ["field", "operator", "value"],
            additionalProperties: false,
          },
        },
        sort: { type: "array", items: { enum: ["date", "score", "title"] }, uniqueItems: true },
      },
      required: ["query"],
      additionalProperties: false,
    },
    valid: [
      { query: "cats", limit: 20, filters: [{ field: "year", operator: "ge", value: 1999 }], sort: ["score", "date"] },
      { query: "é", filters: [] },
    ],
    invalid: [{ query: "" }, { query: "x", limit: 0 }, { query: "x", sort: ["date", "date"] }],
  },
  {
    name: "address",
    schema: {
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: {
        address: {
          type: "object",
          properties: {
            street: { type: "string" },
            city: { type: "string" },
            postcode: { type: "string", pattern: "^[0-9]{4,5}$" },
            country: { type: "string", pattern: "^[A-Z]{2}$" },
          },
          required: ["street", "city", "country"],
        },
      },
      type: "object",
      properties: { billing: { $ref: "#/definitions/address" }, shipping: { $ref: "#/definitions/address" } },
      required: ["billing"],
    },
    valid: [{ billing: { street: "Main 1", city: "Oslo", postcode: "0150", country: "NO" } }],
    invalid: [
      { billing: { street: "Main 1", city: "Oslo", postcode: "15", country: "NO" } },
      { billing: { street: "Main 1", city: "Oslo", country: "no" } },
    ],
  },
  {
    name: "shape union by kind",
    schema: {
      oneOf: [
        {
          type: "object",
          properties: { kind: { const: "circle" }, radius: { type: "number", exclusiveMinimum: 0 } },
          required: ["kind", "radius"],
          additionalProperties: false,
        },
        {
          type: "object",
          properties: { kind: { const: "square" }, side: { type: "number", exclusiveMinimum: 0 } },
          required: ["kind", "side"],
          additionalProperties: false,
        },
        {
          type: "object",
          properties: {
            kind: { const: "polygon" },
            points: {
              type: "array",
              minItems: 3,
              items: {
                type: "array",
                prefixItems: [{ type: "number" }, { type: "number" }],
                items: false,
                minItems: 2,
              },
            },
          },
          required: ["kind", "points"],
          additionalProperties: false,
        },
      ],
    },
    valid: [
      { kind: "circle", radius: 2.5 },
      {
        kind: "polygon",
        points: [
          [0, 0],
          [1, 0],
          [0, 1],
        ],
      },
    ],
    invalid: [
      { kind: "circle", side: 1 },
      { kind: "square", side: 0 },
      { kind: "polygon", points: [[0, 0]] },
    ],
  },
  {
    name: "expression tree",
    schema: {
      $defs: {
        expression: {
          anyOf: [
            { type: "number" },
            { type: "string", pattern: "^[a-z][a-z0-9_]*$" },
            {
              type: "object",
              properties: {
                op: { enum: ["+", "-", "*", "/"] },
                left: { $ref: "#/$defs/expression" },
                right: { $ref: "#/$defs/expression" },
              },
              required: ["op", "left", "right"],
              additionalProperties: false,
            },
          ],
        },
      },
      $ref: "#/$defs/expression",
    },
    valid: [1, "x_1", { op: "+", left: 1, right: { op: "*", left: "x", right: 2.5 } }],
    invalid: ["X", { op: "%", left: 1, right: 2 }, { op: "+", left: 1 }],
  },
  {
    name: "file tree",
    schema: {
      type: "object",
      properties: {
        name: { type: "string", minLength: 1 },
        size: { type: "integer", minimum: 0 },
        children: { type: "array", items: { $ref: "#" } },
      },
      required: ["name"],
      oneOf: [{ required: ["size"] }, { required: ["children"] }],
    },
    valid: [
      { name: "a", size: 1 },
      { name: "a", children: [{ name: "b", children: [] }] },
    ],
    invalid: [{ name: "a" }, { name: "a", size: 1, children: [] }],
  },
  {
    name: "payment with currency list",
    schema: {
      type: "object",
      properties: {
        amount: { type: "number", minimum: 0.01, maximum: 1000000, multipleOf: 0.01 },
        currency: { enum: CURRENCIES },
        reference: { type: "string", maxLength: 35 },
      },
      required: ["amount", "currency"],
      additionalProperties: false,
    },
    valid: [
      { amount: 12.3, currency: "NOK" },
      { amount: 0.01, currency: "ZWL", reference: "rent" },
    ],
    invalid: [
      { amount: 0.001, currency: "NOK" },
      { amount: 1, currency: "XXX" },
    ],
  },
  {
    name: "formats",
    schema: {
      type: "object",
      properties: {
        id: { type: "string", format: "uuid" },
        created: { type: "string", format: "date-time" },
        birthday: { type: "string", format: "date" },
        email: { type: "string", format: "email" },
        homepage: { type: "string", format: "uri" },
        address: { type: "string", format: "ipv4" },
      },
      required: ["id", "created", "email"],
    },
    valid: [{ id: "2eb8aa08-aa98-11ea-b4aa-73b441d16380", created: "2024-02-29T12:30:00Z", email: "ada@example.org" }],
    invalid: [{ id: "2eb8aa08", created: "2024-02-29T12:30:00Z", email: "ada@example.org" }],
  },
  {
    name: "configuration with conditions",
    schema: {
      type: "object",
      properties: {
        type: { enum: ["postgres", "sqlite", "memory"] },
        host: { type: "string" },
        port: { type: "integer", minimum: 1, maximum: 65535 },
        path: { type: "string" },
        pool: { type: "integer", minimum: 1, maximum: 64 },
      },
      required: ["type"],
      additionalProperties: false,
      if: { properties: { type: { const: "postgres" } }, required: ["type"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["host", "port"] },
      else: { properties: { host: false, port: false } },
      dependentRequired: { pool: ["host"] },
    },
    valid: [{ type: "postgres", host: "db", port: 5432, pool: 4 }, { type: "memory" }, { type: "sqlite", path: "/x" }],
    invalid: [{ type: "postgres" }, { type: "sqlite", host: "db" }, { type: "memory", pool: 2 }],
  },
  {
    name: "environment by pattern",
    schema: {
      type: "object",
      properties: {
        env: {
          type: "object",
          patternProperties: { "^[A-Z_][A-Z0-9_]*$": { type: "string" } },
          additionalProperties: false,
        },
        labels: {
          type: "object",
          propertyNames: { pattern: "^[a-z]+$", maxLength: 8 },
          additionalProperties: { type: "string" },
          maxProperties: 4,
        },
      },
      required: ["env"],
    },
    valid: [{ env: { HOME: "/root" }, labels: { tier: "web" } }, { env: {} }],
    invalid: [{ env: { home: "/root" } }, { env: {}, labels: { "Tier!": "web" } }],
  },
  {
    name: "extraction of invoices",
    schema: {
      type: "object",
      properties: {
        number: { type: "string", pattern: "^INV-[0-9]{4}-[0-9]{1,6}$" },
        date: { type: "string", format: "date" },
        seller: {
          type: "object",
          properties: { name: { type: "string" }, vat: { type: ["string", "null"] } },
          required: ["name", "vat"],
          additionalProperties: false,
        },
        lines: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            properties: {
              description: { type: "string" },
              quantity: { type: "integer", minimum: 1 },
              price: { type: "number", minimum: 0 },
              tax: { enum: [0, 0.12, 0.25] },
            },
            required: ["description", "quantity", "price", "tax"],
            additionalProperties: false,
          },
        },
        paid: { type: "boolean" },
      },
      required: ["number", "date", "seller", "lines", "paid"],
      additionalProperties: false,
    },
    valid: [
      {
        number: "INV-2024-17",
        date: "2024-05-01",
        seller: { name: "A", vat: null },
        lines: [{ description: "x", quantity: 2, price: 9.5, tax: 0.25 }],
        paid: false,
      },
    ],
    invalid: [{ number: "INV-24-17", date: "2024-05-01", seller: { name: "A", vat: null }, lines: [], paid: false }],
  },
  {
    name: "tuples and contains",
    schema: {
      type: "array",
      prefixItems: [{ const: "v1" }, { type: "integer" }],
      items: { type: ["string", "integer"] },
      contains: { const: "end" },
      maxItems: 12,
    },
    valid: [
      ["v1", 2, "end"],
      ["v1", 1, 5, "end", "x"],
    ],
    invalid: [
      ["v1", 2],
      ["v2", 2, "end"],
    ],
  },
  {
    name: "composition closed by unevaluatedProperties",
    schema: {
      $defs: {
        base: { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
        named: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
      allOf: [{ $ref: "#/$defs/base" }, { $ref: "#/$defs/named" }],
      anyOf: [{ properties: { tag: { type: "string" } }, required: ["tag"] }, true],
      unevaluatedProperties: false,
    },
    valid: [
      { id: 1, name: "a" },
      { id: 1, name: "a", tag: "t" },
    ],
    invalid: [{ id: 1, name: "a", other: 1 }, { name: "a" }],
  },
  {
    name: "steps of a plan",
    schema: {
      type: "object",
      properties: {
        thought: { type: "string" },
        steps: {
          type: "array",
          minItems: 1,
          maxItems: 10,
          items: {
            anyOf: [
              {
                type: "object",
                properties: { action: { const: "search" }, query: { type: "string" } },
                required: ["action", "query"],
                additionalProperties: false,
              },
              {
                type: "object",
                properties: { action: { const: "open" }, url: { type: "string", pattern: "^https?://" } },
                required: ["action", "url"],
                additionalProperties: false,
              },
              {
                type: "object",
                properties: { action: { const: "answer" }, text: { type: "string" } },
                required: ["action", "text"],
                additionalProperties: false,
              },
            ],
          },
        },
      },
      required: ["thought", "steps"],
      additionalProperties: false,
    },
    valid: [
      {
        thought: "",
        steps: [
          { action: "search", query: "q" },
          { action: "open", url: "https://x" },
        ],
      },
    ],
    invalid: [
      { thought: "", steps: [] },
      { thought: "", steps: [{ action: "open", url: "ftp://x" }] },
    ],
  },
  {
    name: "forty properties",
    schema: {
      type: "object",
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `field_${index}`,
          index % 3 === 0 ? { type: "string" } : index % 3 === 1 ? { type: "number" } : { type: "boolean" },
        ]),
      ),
      required: Array.from({ length: 20 }, (_, index) => `field_${index * 2}`),
      additionalProperties: false,
    },
    valid: [
      Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [
          `field_${index * 2}`,
          (index * 2) % 3 === 0 ? "x" : (index * 2) % 3 === 1 ? 1.5 : true,
        ]),
      ),
    ],
    invalid: [{ field_0: "x" }],
  },
  {
    name: "not a reserved name",
    schema: {
      type: "object",
      properties: { name: { type: "string", pattern: "^[a-z]{2,14}$", not: { enum: ["admin", "root", "system"] } } },
      required: ["name"],
      additionalProperties: false,
    },
    valid: [{ name: "ada" }, { name: "administrator" }, { name: "roots" }],
    invalid: [{ name: "root" }, { name: "Ada" }],
  },
  {
    name: "strings of all sorts",
    schema: {
      type: "object",
      properties: {
        phone: { type: "string", pattern: "^\\+?[0-9 ()-]{6,20}$" },
        colour: { type: "string", pattern: "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$" },
        version: { type: "string", pattern: "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?$" },
        summary: { type: "string", minLength: 10, maxLength: 280 },
        word: { type: "string", pattern: "^\\p{L}+$" },
      },
      required: ["version"],
    },
    valid: [{ phone: "+47 22 00 00 00", colour: "#fa0", version: "1.20.3-rc.1", word: "blåbær" }],
    invalid: [{ version: "1.2" }, { version: "1.2.3", word: "a1" }, { version: "1.2.3", summary: "short" }],
  },
  {
    name: "any object",
    schema: { type: "object" },
    valid: [{}, { a: [1, { b: null }] }],
    invalid: [[], 1],
  },
  {
    name: "chart with nested unions",
    schema: {
      type: "object",
      properties: {
        mark: {
          anyOf: [
            { enum: ["bar", "line", "point"] },
            {
              type: "object",
              properties: {
                type: { enum: ["bar", "line", "point"] },
                opacity: { type: "number", minimum: 0, maximum: 1 },
              },
              required: ["type"],
            },
          ],
        },
        encoding: {
          type: "object",
          additionalProperties: {
            anyOf: [
              {
                type: "object",
                properties: { field: { type: "string" }, type: { enum: ["nominal", "quantitative"] } },
                required: ["field"],
              },
              { type: "object", properties: { value: { type: ["string", "number"] } }, required: ["value"] },
            ],
          },
          propertyNames: { enum: ["x", "y", "color", "size", "tooltip"] },
        },
      },
      required: ["mark", "encoding"],
    },
    valid: [{ mark: { type: "bar", opacity: 0.5 }, encoding: { x: { field: "a" }, color: { value: "red" } } }],
    invalid: [
      { mark: "pie", encoding: {} },
      { mark: "bar", encoding: { z: { field: "a" } } },
    ],
  },
];
