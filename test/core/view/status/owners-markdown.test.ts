import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { DataInRucio } from "../../../../action/core/view/status/data-in-rucio.ts";
import { ownersMarkdown } from "../../../../action/core/view/status/owners-markdown.ts";

const page = "https://github.com/sphenix/productions";
const now = new Date("2026-12-05T10:00:00.000Z");
const data = (change: Partial<DataInRucio> = {}): DataInRucio => ({
  ...{ tag: "sP26a-toy", version: "1.0.0", run: null, state: "done", did: "mc:hits" },
  ...{ files: 10, bytes: 10_000, events: null, at: [], lost: null, owner: "@ada", until: "2026-12-20T10:00:00.000Z" },
  ...{ isKept: true, isEnded: false, isGivenUp: false, readers: [], liveReaders: [], quality: "not said" },
  ...{ stays: null, id: "0123456789ab", key: submissionKey("sP26a-toy", "1.0.0", undefined), pullRequest: 7 },
  ...change,
});

test("Each dataset has a line with size, time, readers, and the command that lets it go", () => {
  const text = ownersMarkdown([data({ readers: ["sP26a-reco@1.0.0"] })], now, page);
  expect(text.split("\n")[0]).toBe("**1 dataset, 10 kB: may they go, or are they needed for longer?**");
  expect(text).toContain("Their rules in Rucio end before 2027-02-01");
  expect(text.split("\n").at(-1)).toBe(
    "| `mc:hits` | 10 kB | 2026-12-20 | `sP26a-reco@1.0.0` | `/shrek expire sP26a-toy@1.0.0 dids=0123456789ab` | [pull request 7](https://github.com/sphenix/productions/pull/7) |",
  );
});

test("Each owner is mentioned once, with the data that expire first at the top, and data of nobody last", () => {
  const text = ownersMarkdown(
    [
      data({ did: "mc:orphan", owner: null }),
      data({ did: "mc:zeta", owner: "@sphenix/calo" }),
      data({ did: "mc:late" }),
      data({ did: "mc:soon", until: "2026-12-06T00:00:00.000Z" }),
    ],
    now,
    page,
  );
  expect([...text.matchAll(/^### .*|mc:\w+/gm)].map(([found]) => found)).toEqual([
    "### @ada",
    "mc:soon",
    "mc:late",
    "### @sphenix/calo",
    "mc:zeta",
    "### Of nobody",
    "mc:orphan",
  ]);
  expect(text.match(/@ada/g)).toHaveLength(1);
});

test("Data that may not go have the reason in place of a command, and data that were given up say so", () => {
  const text = ownersMarkdown(
    [
      data({ stays: "bob declared them good" }),
      data({ did: "mc:drop", isGivenUp: true, until: "forever", pullRequest: null }),
    ],
    now,
    page,
  );
  expect(text).toContain("| it stays: bob declared them good |");
  expect(text).toContain("| forever, given up |");
  expect(text).toContain(
    "[Actions, command, Run workflow](https://github.com/sphenix/productions/actions/workflows/command.yml) |",
  );
});

test("An issue about thousands of datasets fits into GitHub's limit, and says how many are left out", () => {
  const many = Array.from({ length: 5000 }, (_, number) => data({ did: `mc:hits.${number}` }));
  const text = ownersMarkdown(many, now, page);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
  expect(/And \d+ more: `shrek data` lists all\./.exec(text)).not.toBeNull();
});

test("A name of an owner that is no login calls nobody", () => {
  expect(ownersMarkdown([data({ owner: "@a b <!-- @all" })], now, page)).toContain("### `@a b <!-- @all`");
});
