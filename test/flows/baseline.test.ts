import { expect, test } from "vitest";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { eventsPath } from "../../action/core/ledger/paths.ts";
import { baseline } from "../../action/flows/baseline.ts";
import { check } from "../../action/flows/check.ts";
import { frozenClock } from "../contracts/git-place.ts";
import type { Things } from "../contracts/snapshot-contract.ts";
import { aRequest, aStep, conventionsBytes } from "../core/a-production.ts";
import { beginFakeLedger, commitTo, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakeMain } from "../fakes/fake-main.ts";
import { fakeSnapshot } from "../fakes/fake-snapshot.ts";

const step = aStep({
  out: ["hits.root"],
  resources: ["sim.C"],
  run: 'root.exe -q "sim.C($uniqueId)"\nls hits.root\n',
});
const texts = {
  "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes),
  "productions/a/production.yaml": JSON.stringify(aRequest({ steps: { simulate: step } })),
  "productions/a/sim.C": "void sim() {}\n",
};

test("The content of a version from before the ledger is kept: a changed macro under that version is refused", async () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const main = fakeMain();
  main.commit(texts);
  const checked = async (things: Things) => {
    const ports = { snapshot: fakeSnapshot(things), bash: systemBash(), ledger };
    const { validated } = await check(ports, ["productions/a"], { place: "productions" });
    return validated.flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error"));
  };
  const otherMacro = { ...texts, "productions/a/sim.C": "void sim() { gun(); }\n" };

  expect(await baseline({ ledger, main, clock: frozenClock() })).toBe(1);

  expect(await checked(texts)).toEqual([]);
  expect(await checked(otherMacro)).toMatchObject([
    {
      code: "version-not-moved",
      message: "sP26a-hfcharm-signal 1.0.0 was submitted already, and sim.C changed since.",
    },
  ]);

  // Recorded without its content: nobody knows what it was, and it still reads.
  const path = eventsPath(submissionKey("sP26a-hfcharm-signal", "1.0.0", undefined));
  const { held: _, ...bare } = JSON.parse(branch.commits.get(branch.head ?? "")?.get(path) ?? "{}");
  commitTo(branch, { [path]: `${JSON.stringify(bare)}\n` });
  expect(await checked(otherMacro)).toEqual([]);
});
