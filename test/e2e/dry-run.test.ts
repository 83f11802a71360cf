import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Validator } from "@cfworker/json-schema";
import { expect, test } from "vitest";
import { gitMain } from "../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { dryRunSchema, type Would, wouldLine } from "../../action/core/view/status/would.ts";
import { commitAll } from "../../scripts/demo/scene.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { linesOf, untrueIn } from "../../scripts/prove/true-dry-run.ts";
import { ledgerOf } from "./a-pass.ts";
import { untrueForecast } from "./forecast.ts";
import { raise, type Stand } from "./stand.ts";
import { witnessed } from "./witness.ts";

/** The lines of `shrek reconcile --dry-run`, behind which `shrek reconcile` did what they say; its JSON has the schema. */
const foreseen = async (stand: Stand): Promise<readonly string[]> => {
  const ran = await stand.run("reconcile", "--dry-run", "--json");
  const printed: { readonly would: readonly Would[] } = JSON.parse(ran.stdout);
  expect(new Validator(JSON.parse(JSON.stringify(dryRunSchema)), "2020-12").validate(printed)).toMatchObject({
    valid: true,
    errors: [],
  });
  const before = await linesOf(ledgerOf(stand));

  await stand.run("reconcile");

  const after = await linesOf(ledgerOf(stand));
  expect(untrueIn(printed.would, [before, after], { ordered: undefined, told: undefined })).toEqual([]);
  return printed.would.filter(({ does }) => does !== "leave").map(wouldLine);
};

const toy = "sP26a-toy-pileup";

// The others: test/flows/reconcile/true-dry-run.test.ts, with git in memory.
test("A merge, an order and an end are what the dry run before them printed", async () => {
  // The witness of stories would only ask the same again.
  const stand = await raise(["toy-pileup"], { foreseen: false });
  const first = `${toy}/1.0.0/0`;
  expect(await foreseen(stand)).toEqual([`${first}: enter as intended`, `${first}: submit`]);
  await stand.panda.tick(3);
  await stand.run("reconcile");

  await stand.run("finish", `${toy}@1.0.0`, "--yes");
  const orders = await foreseen(stand);
  expect(orders.filter((line) => line.includes(": order finish of task "))).not.toEqual([]);
  await stand.panda.tick(60);
  // iDDS begins the join over what its parents had made when they were finished: nothing.
  expect(await foreseen(stand)).toEqual([
    `${first}: seen`,
    `${first}: recorded`,
    `${first}: completed`,
    expect.stringMatching(/: becomes broken, step pileup \(task \d+\): primary input dataset is empty/),
  ]);
});

test("A pass of a story that does something else than the dry run before it printed is noticed", async () => {
  const { dir, scene, panda, env } = await raise();
  const login = { vo: "sphenix", token: env["PANDA_AUTH_ID_TOKEN"], isRobot: false };
  const idle = async () => "did nothing";
  const passBy = witnessed(
    { dir, origin: scene.origin, panda, login, rucio: {} },
    idle,
    (did) => did === "did nothing",
  );

  await expect(passBy).rejects.toThrow(
    `A dry run before this pass\n  printed "${toy}/1.0.0/0: enter as intended", and the pass did not`,
  );
  expect(panda.count()).toMatchObject({ requests: 0, moves: 0 });
});

test("A plan of a pull request that says something else than the dry run behind its merge is noticed", async () => {
  const stand = await raise(["toy-runs"]);
  const { scene } = stand;
  await stand.run("reconcile");
  const list = join(scene.clone, "productions/toy-runs/runs.txt");
  await writeFile(list, `${await readFile(list, "utf8")}82020 10\n`);
  await commitAll(scene, "A run");
  const refs = localRefs(scene.origin);
  const clock = systemClock();
  const ports = {
    main: gitMain(scene.origin, refs, noForeign, async () => undefined),
    ledger: ledgerOf(stand),
    tags: gitTags(scene.origin, refs, clock),
    bash: systemBash(),
    clock,
  };
  const forecast = (would: readonly Would[]) => untrueForecast(scene.origin, ports, noForeign, would);
  const run = "sP26a-toy-signal/1.0.0/82020";

  expect(await forecast([{ does: "submit", submission: run }])).toEqual([]);
  expect(await forecast([])).toEqual([`The plan said "submitted" of ${run}, and the pass would "nothing"`]);
});
