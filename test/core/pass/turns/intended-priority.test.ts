import { expect, test } from "vitest";
import { intendedPriority } from "../../../../action/core/pass/turns/turn.ts";
import type { Json } from "../../../../action/core/text/canonical-json.ts";

const priorityOf = (request: Json): number => intendedPriority({ content: { format: 1, request, resources: [] } });

test("An intent has the highest priority of its steps", () => {
  expect(priorityOf({ steps: { make: { priority: 300 }, merge: { priority: 700 }, tidy: { priority: 500 } } })).toBe(
    700,
  );
});

test("A step that says none has the priority of the request's defaults, before PanDA's own", () => {
  expect(priorityOf({ defaults: { priority: 200 }, steps: { make: {}, merge: { priority: 100 } } })).toBe(200);
  expect(priorityOf({ defaults: { memory: 2000 }, steps: { make: {}, merge: { priority: 100 } } })).toBe(1000);
  expect(priorityOf({ steps: { make: {} } })).toBe(1000);
});

test("A priority that is no number, as in a forged intent, raises nobody's turn", () => {
  expect(priorityOf({ steps: { make: { priority: "high" }, merge: { priority: 10 } } })).toBe(10);
  expect(priorityOf([])).toBe(0);
});
