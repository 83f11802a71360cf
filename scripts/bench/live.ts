/** What a pass costs while many submissions run and nothing moves: `npm run bench:live -- [SUBMISSIONS]`, beside one that a pass made. Linux only. */

import { join } from "node:path";
import { remoteRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { writeLine } from "../../action/core/ledger/line.ts";
import { fold } from "../../action/core/submission/fold.ts";
import { emptySummary } from "../../action/core/verify/ledger-summary.ts";
import { madeFiles } from "../../action/core/verify/made-files.ts";
import { scriptNumbers } from "../arguments.ts";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { pandaEnv, root } from "../demo/scene.ts";
import { newTask } from "../sandbox/panda/jedi/task-records.ts";
import { start } from "../sandbox/panda/start.ts";
import { counters, openState } from "../sandbox/panda/state.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { addTo, tagAll, verifyLedger } from "./ended.ts";
import { runWatched } from "./peak.ts";
import { steps, submittedLike } from "./submitted.ts";

/** Of a VO, about: by their site JEDI's brokerage parts tasks that are alike in all else. */
const sites = 12;
const [count = 1000] = scriptNumbers(1);
using temporary = temporaryFolder("shrek-live-");
const dir = temporary.path;
const pandaDir = join(dir, "panda");
const clock = systemClock();

const panda = await start({ dir: pandaDir, executes: [] });
const campaign = await openCampaign(join(dir, "world"), 1);
const env = pandaEnv(panda.url, await panda.token());
await campaign.reconcile(env);
const place = { dir: join(campaign.clone, ".git"), refs: remoteRefs(join(campaign.clone, ".git"), "origin"), clock };
const ledger = gitLedger(place);
const head = await ledger.head();
const [only] = head.live;
const events = only === undefined ? [] : ((await ledger.read(head, [only])).get(only) ?? []);
await panda.close();
const state = openState(pandaDir);
const userName = events.flatMap((event) => ("intent" in event ? [event.intent.panda.userName] : []))[0] ?? "";
const all = Array.from({ length: count }, (_, n) => {
  const firstTask = counters(state).nextTask;
  const named = { tag: `sP26a-live${n}-pileup`, run: undefined, request: n + 1 };
  const one = submittedLike(events, head.repository, named, firstTask, "running", clock.now());
  const names = one.events.flatMap((event) => (event.event === "checked" ? [event.names] : []))[0] ?? {};
  for (const taskName of Object.values(names).flat()) {
    // As large as what a real server tells of a task.
    const params = { taskName, osInfo: one.mark, prodSourceLabel: "test", vo: "sphenix", filler: "x".repeat(6000) };
    const made = newTask(state, { userName, params, request: null, parent: null, inJedi: true });
    state.tasks.put(made.id, { ...made, status: "running", site: `SITE_${n % sites}` });
  }
  return one;
});
const states = new Map(all.map(({ key, events: own }) => [key, fold(own)]));
const summary = emptySummary();
const intents = [{ key: only, events }, ...all].map(({ key, events: own }) => {
  const [begun] = own;
  if (key === undefined || begun?.event !== "intended") throw new Error("no promise");
  addTo(summary, { key, intent: begun.intent, text: own.map(writeLine).join("") });
  return begun.intent;
});
await ledger.append(
  head,
  all.flatMap(({ events: own }) => own),
  madeFiles(summary, states),
  "Bench",
);
await tagAll(campaign.origin, head.commit, intents.slice(1));
await verifyLedger(campaign.clone);
const again = await start({ dir: pandaDir, executes: [] });
const login = pandaEnv(again.url, await again.token());
for (const pass of ["a pass", "the next pass"]) {
  const stood = (await ledger.head()).commit;
  const before = again.count().requests;
  const ran = await runWatched([process.execPath, join(root, "dist/cli.js"), "reconcile"], {
    cwd: campaign.clone,
    env: login,
  });
  console.log(
    `${pass} over ${count + 1} submissions of ${steps.length} tasks: ${again.count().requests - before} calls to PanDA, ${ran.seconds.toFixed(2)} s, ${Math.round(ran.megabytes)} MB with all its processes, exit ${ran.code}, the ledger ${(await ledger.head()).commit === stood ? "stays" : "moved"}`,
  );
  if (ran.code !== 0) throw new Error(ran.output.slice(0, 500));
}
await again.close();
