import { rucioKeeper } from "../../../action/adapters/rucio/rucio-keeper.ts";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import { rucioStored } from "../../../action/adapters/rucio/rucio-stored.ts";
import { didOf } from "../../../action/core/catalogue/data-seen.ts";
import { orFailure } from "../../../action/core/problems/failure.ts";
import type { Catalogue } from "../../../action/ports/catalogue.ts";
import type { CatalogueResult } from "../../../action/ports/data-keeper.ts";
import type { StoredData } from "../../../action/ports/stored-data.ts";
import { addStorage, type Filler, fillPlace, openFiller } from "../../sandbox/rucio/fill.ts";

const names = [
  "raw:run.1",
  "raw:run.2",
  "raw:run.3",
  "raw:run.4",
  "raw:run.5",
  "raw:runs",
  "raw:all",
  "raw:none",
  "raw:run.1.000002.root",
];

const storedAnswers = async (stored: StoredData): Promise<object> => ({
  stored: await Promise.all(names.slice(0, 8).map((name) => readBack(stored, name))),
  meta: described(await stored.meta(didOf("mc:release"))),
  members: [await stored.members(didOf("mc:release")), await stored.members(didOf("mc:none"))],
});

/** Rucio's own clock is left out. */
const readBack = async (stored: StoredData, name: string): Promise<unknown> => {
  const found = await stored.files(didOf(name));
  return found === undefined ? name : unordered({ events: found.events, files: found.files });
};

const described = ({ project, run_number }: Readonly<Record<string, string | number>>): object => ({
  project,
  run_number,
});

export const quick = { read: 20_000, upload: 1, order: 20_000, request: 1, pause: 1, maxPause: 1 };

const fillNames = async (filler: Filler): Promise<void> => {
  await fillPlace(filler);
  await filler.dataset("raw:run.1", 5);
  await filler.dataset("raw:run.2", 3, { at: "NEAR_TAPE" });
  await filler.dataset("raw:run.3", 4, { open: true });
  await filler.dataset("raw:run.4", 0, { open: true });
  await addStorage(filler, "SHUT_DISK", "unreadable");
  await filler.dataset("raw:run.5", 2, { at: "SHUT_DISK" });
  await filler.container("raw:runs", ["raw:run.1", "raw:run.2"]);
  await filler.container("raw:all", ["raw:runs"]);
  await filler.call("POST", "/replicas/bad/dids", {
    dids: [{ scope: "raw", name: "run.1.000002.root" }],
    rse: "NEAR_DISK",
    reason: "lost",
  });
};

/** All that our client says of one filling: the same of the real Rucio and of ours. */
export const catalogueAnswers = async (url: string, password: string): Promise<unknown> => {
  const filler = await openFiller(url, password);
  await fillNames(filler);
  const place = { server: url, account: "keeper", login: "userpass" } as const;
  const settings = { ...place, way: { kind: "userpass", user: "keeper", password: "keeper-word" } } as const;
  const [catalogue, keeper] = [rucioRest(settings, quick), rucioKeeper(settings, quick)];
  const readerWay = { kind: "userpass", user: "reader", password: "reader-word" } as const;
  const reading = { keeper: rucioKeeper({ ...settings, account: "reader", way: readerWay }, quick) };
  const collections = await catalogue.collections(names.map(didOf));
  const wish = { did: didOf("raw:run.1"), account: "keeper", where: "NEAR_DISK", copies: 1, comment: "shrek" };
  const kept = await keeper.keep({ ...wish, seconds: 86_400 });
  const orders = [
    await keeper.keep({ ...wish, seconds: 86_400 }),
    await keeper.keep({ ...wish, account: "root", seconds: 86_400 }),
    await keeper.extend(kept.kind === "done" ? (kept.id ?? "") : "", 172_800),
    await keeper.describe(didOf("raw:run.1"), { run_number: 1, version: "v1" }),
    await keeper.describe(didOf("raw:run.1"), { colour: "red" }),
    await keeper.makeContainer(didOf("mc:release")),
    await keeper.makeContainer(didOf("mc:release")),
    await keeper.attach(didOf("mc:release"), [didOf("raw:run.1")]),
    await keeper.describe(didOf("mc:release"), { project: "calo", run_number: 1 }),
    await keeper.describe(didOf("mc:release"), { shrek_parents: ["a", "b"] }),
    await reading.keeper.describe(didOf("mc:release"), { project: "other" }),
    await reading.keeper.makeContainer(didOf("mc:other")),
    await reading.keeper.attach(didOf("mc:release"), [didOf("raw:run.2")]),
  ];
  const asRoot = rucioKeeper({ ...place, account: "root", way: { kind: "userpass", user: "root", password } }, quick);
  const ruleId = kept.kind === "done" ? (kept.id ?? "") : "";
  const changes = [
    await keeper.end(ruleId),
    await asRoot.extend(ruleId, 172_800),
    await lasting(catalogue),
    await asRoot.extend(ruleId, undefined),
    await lasting(catalogue),
    await asRoot.end(ruleId),
    await lasting(catalogue),
    await asRoot.end("0".repeat(32)),
    await asRoot.extend("0".repeat(32), 86_400),
  ];
  const { rules } = await catalogue.rules(didOf("raw:run.1"));
  const wrong = rucioRest({ ...settings, way: { ...settings.way, password: "wrong" } }, quick);
  return JSON.parse(
    JSON.stringify({
      account: await catalogue.account(),
      collections: unordered([...collections]),
      replicas: unordered([...(await catalogue.replicas([...collections.values()]))]),
      storages: unordered([...(await catalogue.storages(["NEAR_DISK", "NEAR_TAPE", "NOWHERE"]))]),
      files: unordered(await catalogue.files(didOf("raw:run.1"))),
      kept: kept.kind,
      ...(await storedAnswers(rucioStored(settings, quick))),
      orders: orders.map(saidOf),
      changes: changes.map((one) => (typeof one === "string" ? one : saidOf(one))),
      rules: unordered(rules.map(({ id, until, ...rule }) => ({ ...rule, id: id.length, until: until !== undefined }))),
      wrongLogin: String(await orFailure(() => wrong.account())),
      noFiles: String(await orFailure(() => catalogue.files(didOf("raw:none")))),
    }),
  ) as unknown;
};

/** A database gives rows in any order. */
const unordered = (value: unknown): unknown => {
  if (Array.isArray(value))
    return value.map(unordered).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unordered(one)]));
};

const saidOf = (order: CatalogueResult): string => ("why" in order ? `${order.kind} ${order.why}` : order.kind);

/** How long the rule that has our comment stands from now. */
const lasting = async (catalogue: Catalogue): Promise<string> =>
  (await catalogue.rules(didOf("raw:run.1"))).rules
    .filter(({ comment }) => comment === "shrek")
    .map(({ until }) =>
      until === undefined ? "for ever" : `${Math.round((until.getTime() - Date.now()) / 86_400_000)} days`,
    )
    .join();
