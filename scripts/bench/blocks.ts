/**
 * What a pass costs where much was made and little runs: `npm run bench:blocks -- [PRODUCTIONS [RUNS [LIVE]]]`. Each
 * production has so many runs, each with its entry and its git tag; so many of all still run. Linux only.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { gitMain } from "../../action/adapters/git/main-branch.ts";
import { remoteRefs } from "../../action/adapters/git/refs.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { usualLimits } from "../../action/adapters/panda/limits.ts";
import { readLogin } from "../../action/adapters/panda/log-in.ts";
import { pandaCache } from "../../action/adapters/panda/panda-cache.ts";
import { pandaRest } from "../../action/adapters/panda/panda-rest.ts";
import { pandaWatch } from "../../action/adapters/panda/panda-watch.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { partsOfKey } from "../../action/core/ledger/event.ts";
import { tagName } from "../../action/core/ledger/tag-message.ts";
import { fold } from "../../action/core/submission/fold.ts";
import { pagesOf } from "../../action/core/view/pages.ts";
import { reconcile } from "../../action/flows/reconcile/reconcile.ts";
import type { Ledger } from "../../action/ports/ledger.ts";
import { noForeign } from "../../test/fakes/no-foreign.ts";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { gitIn, pandaEnv, root } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { counters, openState } from "../sandbox/panda/state.ts";
import { newTask } from "../sandbox/panda/task-records.ts";
import { runWatched } from "./peak.ts";
import { submittedLike } from "./submitted.ts";

const [productions = 20, runs = 2000, live = 100] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(join(tmpdir(), "shrek-blocks-"));
const pandaDir = join(dir, "panda");
const clock = systemClock();

/** Counts the files of submissions that are read. */
const counting = (ledger: Ledger, count: { files: number }): Ledger => ({
  ...ledger,
  read: (at, keys) => {
    count.files += keys.length;
    return ledger.read(at, keys);
  },
});

const panda = await start({ dir: pandaDir, executes: [] });
try {
  const campaign = await openCampaign(join(dir, "world"), 1);
  await campaign.reconcile(pandaEnv(panda.url, await panda.token()));
  await panda.close();
  const git = join(campaign.clone, ".git");
  const refs = remoteRefs(git, "origin");
  const ledger = gitLedger({ dir: git, refs, clock });
  const head = await ledger.head();
  const [only] = head.live;
  const like = only === undefined ? [] : ((await ledger.read(head, [only])).get(only) ?? []);
  const userName = like.flatMap((event) => ("intent" in event ? [event.intent.panda.userName] : []))[0] ?? "";
  const state = openState(pandaDir);
  const all = Array.from({ length: productions * runs }, (_, n) => {
    const runsNow = n < live;
    const firstTask = counters(state).nextTask;
    const named = {
      tag: `sP26a-calo${n % productions}-pileup`,
      block: 66_000 + Math.floor(n / productions),
      request: n + 1,
    };
    const one = submittedLike(like, head.repository, named, firstTask, runsNow ? "running" : "done", clock.now());
    const names = one.events.flatMap((event) => (event.event === "checked" ? [event.names] : []))[0] ?? {};
    for (const taskName of runsNow ? Object.values(names).flat() : []) {
      const params = { taskName, osInfo: one.mark, prodSourceLabel: "test", vo: "sphenix", filler: "x".repeat(6000) };
      const made = newTask(state, { userName, params, request: null, parent: null, inJedi: true });
      state.tasks.put(made.id, { ...made, status: "running" });
    }
    return one;
  });
  const running = new Map(all.slice(0, live).map(({ key, events }) => [key, fold(events)]));
  // As it stands weeks later: what ended is not watched any more.
  const pages = pagesOf(running, running, head.streams, { ended: head.ended });
  await ledger.append(
    head,
    all.flatMap(({ events }) => events),
    pages,
    "Bench",
  );
  const origin = (await gitIn(campaign.clone, "remote", "get-url", "origin")).trim();
  const main = (await gitIn(origin, "rev-parse", "main")).trim();
  const lines = all.map(({ key }) => `refs/tags/${tagName(partsOfKey(key))}`).toSorted();
  await gitIn(origin, "tag", "-a", "-m", "a promise", "one", main);
  const oid = (await gitIn(origin, "rev-parse", "refs/tags/one")).trim();
  await execa("git", ["-C", origin, "update-ref", "--stdin"], {
    input: lines.map((ref) => `create ${ref} ${oid}\n`).join(""),
  });
  await gitIn(origin, "pack-refs", "--all");

  const again = await start({ dir: pandaDir, executes: [] });
  const env = pandaEnv(again.url, await again.token());
  const told = (what: string) => console.log(`${productions} productions of ${runs} runs, ${live} live: ${what}`);
  const login = await readLogin(env, clock.now());
  const count = { files: 0 };
  await reconcile(
    {
      main: gitMain(git, refs, noForeign),
      ledger: counting(gitLedger({ dir: git, refs, clock }), count),
      tags: gitTags(git, refs, clock),
      panda: pandaRest(login, usualLimits),
      cache: pandaCache(login, clock, usualLimits),
      watch: pandaWatch(login, usualLimits),
      bash: systemBash(),
      clock,
      people: undefined,
    },
    {
      panda: { url: login.url, vo: login.vo, role: login.role, userName: login.userName },
      monitor: login.url,
      run: "bench",
      dryRun: false,
      soleWriter: true,
      tell: () => undefined,
    },
  );
  told(`a pass reads ${count.files} files of submissions`);
  for (const pass of ["a pass", "the next pass"]) {
    const stood = (await ledger.head()).commit;
    const before = again.count().requests;
    const ran = await runWatched([process.execPath, join(root, "dist/cli.js"), "reconcile"], {
      cwd: campaign.clone,
      env,
    });
    const moved = (await ledger.head()).commit === stood ? "stays" : "moved";
    told(
      `${pass}: ${again.count().requests - before} calls to PanDA, ${ran.seconds.toFixed(2)} s, ${Math.round(ran.megabytes)} MB with all its processes, exit ${ran.code}, the ledger ${moved}`,
    );
    if (ran.code !== 0) console.log(ran.output.slice(0, 500));
  }
  await again.close();
} finally {
  rmSync(dir, { recursive: true, force: true });
}
