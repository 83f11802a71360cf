import { expect, test } from "vitest";
import { statusText } from "../../action/core/view/status/status-terminal.ts";
import { status } from "../../action/flows/status.ts";
import { key, lineOf, pastOf } from "../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";

test("shrek status lists refused requests of main with running submissions, but not for a named production", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const read = { event: "main-read", at: "t", commit: "c".repeat(40), refused: ["productions/x"] } as const;
  const running = pastOf("running").map((event) => lineOf(event));
  await ledger.append(await ledger.head(), [...running, read], [], "test");

  const all = await status(ledger, []);
  const named = await status(ledger, [key.split("/")[0] ?? ""]);

  expect(all.refused).toEqual(["productions/x"]);
  expect(statusText([], { refused: all.refused })).toContain("productions/x: refused on main");
  expect(statusText([])).not.toContain("refused");
  expect(named.refused).toEqual([]);
});
