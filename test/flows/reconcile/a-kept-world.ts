import { rucioKeeper } from "../../../action/adapters/rucio/rucio-keeper.ts";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import { rucioStored } from "../../../action/adapters/rucio/rucio-stored.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { aRucio, quickLimits } from "../../adapters/rucio/a-rucio.ts";
import { aStep, type Draft } from "../../core/a-production.ts";
import { finish } from "./a-scene.ts";
import { aWorld, conventions, file, written } from "./a-world.ts";

const twoSteps = {
  simulate: aStep(),
  merge: aStep({
    jobs: undefined,
    in: [{ from: "simulate", filesPerJob: 10 }],
    out: ["all.tar"],
  }),
};
export const keptRequest = (changes: Draft = {}): string => written({ steps: twoSteps, ...changes });

/** A world whose conventions keep data in a sandbox Rucio for a year, and a production of two steps that has ended well. */
export const aKeptWorld = async ({
  account = "root",
  isAdmin = false,
  keep = "at: NEAR_DISK, for: 1y, most: 5y",
} = {}) => {
  const place = await aRucio();
  const { rucio, filler } = place;
  // Its clock is that of the world.
  rucio.state.ahead = Date.parse("2026-03-01T10:00:00Z") - Date.now();
  await filler.call("POST", "/accounts/keeper/scopes/group.sphenix", {});
  if (isAdmin) await filler.call("POST", `/accounts/${account}/attr/admin`, { value: "true" });
  const rules = `${conventions}\nrucio: { server: "${rucio.url}", account: ${account}, login: userpass, scopes: [group.sphenix], keep: { ${keep} } }\n`;
  const world = aWorld({ "productions/conventions.yaml": rules, [file]: keptRequest() });
  const settings = {
    ...place.settings,
    account,
    way: { kind: "userpass", user: account, password: `${account}-word` },
  } as const;
  const ports: Pick<ReconcilePorts, "catalogue" | "keeper" | "stored"> = {
    catalogue: () => rucioRest(settings, quickLimits),
    keeper: () => rucioKeeper(settings, quickLimits),
    stored: () => rucioStored(settings, quickLimits),
  };
  const pass = () => world.run(ports);
  const end = (): void => finish(world);
  /** What PanDA has registered of each task. */
  const register = async (): Promise<void> => {
    for (const { name } of world.panda.tasks)
      for (const output of name.endsWith("simulate") ? ["hits.tar"] : ["all.tar"])
        await filler.dataset(`group.sphenix:${name}_${output}`, 10);
  };
  const ruleRows = () =>
    [...rucio.state.rules.values()].map(({ name, account: of, expression, copies, comment, expires }) => ({
      ...{ name, account: of, expression, copies, comment, expires: expires?.toISOString().slice(0, 10) },
    }));
  await pass();
  await pass();
  return { ...place, world, ports, pass, end, register, ruleRows };
};

/** The same, ended and kept. */
export const aKeptOne = async (change: Parameters<typeof aKeptWorld>[0] = {}) => {
  const kept = await aKeptWorld(change);
  kept.end();
  await kept.register();
  await kept.pass();
  kept.rucio.clearCalls();
  return kept;
};
