import { join } from "node:path";
import { gitMain } from "../../action/adapters/git/main-branch.ts";
import { remoteRefs } from "../../action/adapters/git/refs.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { defaultLimits, type Limits } from "../../action/adapters/panda/limits.ts";
import { readLogin } from "../../action/adapters/panda/log-in.ts";
import { pandaCache } from "../../action/adapters/panda/panda-cache.ts";
import { pandaRest } from "../../action/adapters/panda/panda-rest.ts";
import { pandaWatch } from "../../action/adapters/panda/panda-watch.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import type { ReconcilePorts, Setting } from "../../action/flows/reconcile/ports.ts";
import { type Reconciled, reconcile } from "../../action/flows/reconcile/reconcile.ts";
import { status } from "../../action/flows/status.ts";
import type { Ledger } from "../../action/ports/ledger.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { type AtEffect, aroundEffects } from "../flows/effects.ts";
import type { Stand } from "./stand.ts";

/** One reconcile in this process, with the real adapters, which read and push as `shrek reconcile` does. */
export const pass = async (
  stand: Stand,
  at: AtEffect = async () => undefined,
  {
    env = stand.env,
    limits = defaultLimits,
    change = (ports) => ports,
  }: {
    readonly env?: Stand["env"];
    readonly limits?: Limits;
    /** Something else in front of a real adapter. */
    readonly change?: (ports: ReconcilePorts) => ReconcilePorts;
  } = {},
): Promise<Reconciled> => {
  const clock = systemClock();
  const dir = join(stand.scene.clone, ".git");
  const refs = remoteRefs(dir, "origin", {}, stand.scene.origin);
  const login = await readLogin(env, clock.now());
  const ports: ReconcilePorts = {
    main: gitMain(dir, refs, noForeign),
    ledger: gitLedger({ dir, refs, clock }),
    tags: gitTags(dir, refs, clock),
    panda: pandaRest(login, limits),
    cache: pandaCache(login, clock, limits),
    watch: pandaWatch(login, limits),
    bash: systemBash(),
    clock,
    people: undefined,
  };
  const setting: Setting = {
    panda: { url: login.url, vo: login.vo, role: login.role, userName: login.userName },
    monitor: login.url,
    run: "test",
    dryRun: false,
    soleWriter: true,
    tell: () => undefined,
  };
  return reconcile(aroundEffects(change(ports), at), setting);
};

/** The ledger as the remote has it. */
export const ledgerOf = ({ scene }: Pick<Stand, "scene">): Ledger => {
  const dir = join(scene.clone, ".git");
  return gitLedger({ dir, refs: remoteRefs(dir, "origin", {}, scene.origin), clock: systemClock() });
};

/** The versions of the toy and their states, read in this process from the ledger at the remote. */
export const neighboursIn = async ({
  scene,
}: Stand): Promise<readonly { readonly version: string; readonly state: string }[]> => {
  const ledger = ledgerOf({ scene });
  const { statuses } = await status(ledger, ["sP26a-toy-pileup"]);
  return statuses.map(({ key, state }) => ({ version: key.split("/")[1] ?? "", state: state.kind }));
};
