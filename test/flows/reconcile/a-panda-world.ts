import { defaultLimits, type Limits } from "../../../action/adapters/panda/limits.ts";
import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaCache } from "../../../action/adapters/panda/panda-cache.ts";
import { pandaRest } from "../../../action/adapters/panda/panda-rest.ts";
import { pandaWatch } from "../../../action/adapters/panda/panda-watch.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { type Reconciled, reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { status } from "../../../action/flows/status.ts";
import { pandaEnv } from "../../../scripts/demo/scene.ts";
import { productionFiles } from "../../../scripts/demo/world.ts";
import type { SandboxOptions } from "../../../scripts/sandbox/panda/handle.ts";
import type { JsonObject } from "../../../scripts/sandbox/panda/json.ts";
import { aSandbox } from "../../sandbox/panda/sandboxes.ts";
import { type AtEffect, aroundEffects } from "../effects.ts";
import { aWorld } from "./a-world.ts";

export type PassOptions = {
  readonly limits?: Limits;
  /** Of the login. */
  readonly claims?: JsonObject;
  /** Something else in front of a port. */
  readonly change?: (ports: ReconcilePorts) => ReconcilePorts;
};

/** The toy production on a main in memory, as the ledger is, and the sandbox PanDA behind our own client. */
export const aPandaWorld = async (options: Partial<SandboxOptions> = {}) => {
  const { panda } = await aSandbox({ executes: [], pretends: ["SANDBOX"], ...options });
  const { main, ledger, ports, setting } = aWorld(productionFiles(["conventions.yaml", "toy-pileup"]));
  const clock = systemClock();
  const pass = async (
    at: AtEffect = async () => undefined,
    { limits = defaultLimits, claims = {}, change = (own) => own }: PassOptions = {},
  ): Promise<Reconciled> => {
    const login = await readLogin(pandaEnv(panda.url, await panda.token(claims)), clock.now());
    const own = { ...ports, clock, panda: pandaRest(login, limits), cache: pandaCache(login, clock, limits) };
    const { url, vo, role, userName } = login;
    return reconcile(aroundEffects(change({ ...own, watch: pandaWatch(login, limits) }), at), {
      ...setting,
      panda: { url, vo, role, userName },
    });
  };
  /** The versions of the toy and their states. */
  const states = async (): Promise<readonly string[]> => {
    const { statuses } = await status(ledger, ["sP26a-toy-pileup"]);
    return statuses.map(({ key, state }) => `${key.split("/")[1]} ${state.kind}`);
  };
  return { panda, main, ledger, pass, states, submissions: () => panda.count().submissions };
};

export type PandaWorld = Awaited<ReturnType<typeof aPandaWorld>>;
