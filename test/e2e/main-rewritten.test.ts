import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitMain, mainLine } from "../../action/adapters/git/main-branch.ts";
import { remoteRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { acceptMain, type MainAccepted } from "../../action/flows/commands/without-events.ts";
import { gitIn } from "../../scripts/demo/scene.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const request = "productions/toy-pileup/production.yaml";

/** The last commit of main is made again with something else, and pushed by force. */
const forcePush = async ({ scene }: Stand, from: string, to: string): Promise<void> => {
  const path = join(scene.clone, request);
  await writeFile(path, (await readFile(path, "utf8")).replace(from, to));
  await gitIn(scene.clone, "commit", "--quiet", "--all", "--amend", "-m", "Another history");
  await gitIn(scene.clone, "push", "--quiet", "--force", "origin", "HEAD:main");
};
const accept = ({ scene }: Stand, id = "1"): Promise<MainAccepted> => {
  const dir = join(scene.clone, ".git");
  const refs = remoteRefs(dir, "origin", {}, scene.origin);
  const clock = systemClock();
  const main = mainLine(gitMain(dir, refs, noForeign));
  return acceptMain({ ledger: gitLedger({ dir, refs, clock }), clock, main }, { by: "ada", id });
};
const states = async (stand: Stand): Promise<readonly string[]> =>
  (await neighboursIn(stand)).map(({ version, state }) => `${version} ${state}`);
const mainOf = async ({ scene }: Stand): Promise<string> => (await gitIn(scene.origin, "rev-parse", "main")).trim();

test("A force-pushed main submits nothing until a person accepts main, asks again behind a second force push, and accepting twice has the effect of once; then new versions enter as usual", async () => {
  const stand = await raise();
  await pass(stand);
  expect(await accept(stand)).toMatchObject({ kind: "refused", reason: expect.stringContaining("not force-pushed") });
  const processed = await mainOf(stand);
  await forcePush(
    stand,
    "version: 1.0.0",
    "version: 1.0.1\nacknowledge: [{ code: version-without-change, reason: a test }]",
  );
  expect(await pass(stand)).toMatchObject({ rewritten: processed });
  const accepted = await mainOf(stand);
  expect(await accept(stand)).toEqual({ kind: "accepted", head: accepted });

  await forcePush(stand, "version: 1.0.1", "version: 1.0.2");
  expect(await pass(stand)).toMatchObject({ rewritten: accepted });
  expect(stand.panda.count().submissions).toBe(1);
  expect(await accept(stand, "2")).toMatchObject({ kind: "accepted" });
  const before = await gitIn(stand.scene.origin, "rev-parse", "ledger");
  expect(await accept(stand, "2")).toMatchObject({ kind: "accepted" });
  expect(await gitIn(stand.scene.origin, "rev-parse", "ledger")).toBe(before);

  expect(await pass(stand)).toMatchObject({ rewritten: undefined });
  expect(stand.panda.count().submissions).toBe(2);
  expect(await states(stand)).toEqual(["1.0.0 submitted", "1.0.2 submitted"]);
});
