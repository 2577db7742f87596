import { expect, test } from "vitest";
import { findTooLong, renderTable, type SourceFile } from "./code-size.ts";

const file = (path: string, lines: number, firstLine = ""): SourceFile => ({ path, lines, firstLine });

test("a file above the limit must give its reason on the first line", () => {
  const files = [
    file("src/chat/a.ts", 500),
    file("src/chat/b.ts", 501),
    file("src/chat/c.ts", 900, "// long: case table"),
    file("src/chat/d.ts", 900, "// long:"),
  ];
  expect(findTooLong(files).map(({ path }) => path)).toEqual(["src/chat/b.ts", "src/chat/d.ts"]);
});

test("the table counts code and tests of a room apart", () => {
  const files = [
    file("src/errors.ts", 50),
    file("src/chat/a.ts", 10),
    file("src/chat/json/b.ts", 30),
    file("src/chat/c.ts", 80),
    file("src/chat/a.test.ts", 300),
  ];
  const cells = renderTable(files).map((row) => row.split(/\s+/).join(" "));
  expect(cells[0]).toBe("room files lines median largest test lines");
  expect(cells[1]).toBe("src 1 50 50 50 errors.ts 0");
  expect(cells[2]).toBe("src/chat 3 120 30 80 c.ts 300");
  expect(cells[3]).toBe("all 4 170 50 80 c.ts 300");
});
