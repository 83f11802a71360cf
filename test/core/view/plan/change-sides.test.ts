import { expect, test } from "vitest";
import type { Json } from "../../../../action/core/text/canonical-json.ts";
import { changeSides } from "../../../../action/core/view/plan/diff-view.ts";

const [old, other] = ["a".repeat(64), "b".repeat(64)];
const changed = (path: string, from: Json | undefined, to: Json | undefined) => ({ change: { path, from, to } });

test("A changed file whose lines are shown has no mode and digest in the table of changes", () => {
  const reason = changed("files.scripts/embed.sh", `100644 ${old}`, `100644 ${other}`);

  expect(changeSides(reason, [{ path: "scripts/embed.sh" }])).toEqual(["see below", "see below"]);
  expect(changeSides(reason, [])).toEqual(["a".repeat(12), "b".repeat(12)]);
});

test("An added or deleted file, and an entry that is no plain file, are named as such in the table of changes", () => {
  expect(changeSides(changed("files.a.sh", undefined, `100755 ${other}`), [{ path: "a.sh" }])).toEqual([
    undefined,
    "b".repeat(12),
  ]);
  expect(changeSides(changed("steps.s.jobs", 10, 20), [])).toEqual([10, 20]);
});
