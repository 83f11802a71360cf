import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { gitForeign } from "../../action/adapters/foreign/git-foreign.ts";
import { gitMain } from "../../action/adapters/git/main-branch.ts";
import { type GitRefs, localRefs } from "../../action/adapters/git/refs.ts";
import { hostsOfMain } from "../../action/adapters/git/revisions.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import type { Login } from "../../action/adapters/panda/login.ts";
import { pandaCache } from "../../action/adapters/panda/panda-cache.ts";
import { pandaRest } from "../../action/adapters/panda/panda-rest.ts";
import { pandaWatch } from "../../action/adapters/panda/panda-watch.ts";
import { openCatalogue, openStored } from "../../action/adapters/rucio/open-catalogue.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { robotName, userNameOf } from "../../action/core/login/lifetime.ts";
import type { Env } from "../../action/core/login/server-url.ts";
import { readSettings } from "../../action/core/login/settings.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { Would } from "../../action/core/view/status/would.ts";
import type { ReconcilePorts } from "../../action/flows/reconcile/ports.ts";
import { reconcile } from "../../action/flows/reconcile/reconcile.ts";
import { type Effects, type LedgerLines, linesOf, untrueIn } from "../../scripts/prove/true-dry-run.ts";
import { allRefs } from "../../scripts/sandbox/github/refs.ts";
import type { SandboxHandle } from "../../scripts/sandbox/panda/handle.ts";
import { copyRefs } from "./copy-refs.ts";
import { untrueForecast } from "./forecast.ts";

/** A pass of a story, as a process begins it. */
export type WitnessedPass = {
  /** Where the witness may keep a copy of the repository. */
  readonly dir: string;
  /** The repository at its server. */
  readonly origin: string;
  readonly panda: SandboxHandle;
  /** The login by which the pass reaches PanDA; without a token a robot's, or a refreshed one. */
  readonly login: { readonly vo: string; readonly token: string | undefined; readonly isRobot: boolean };
  readonly rucio: Env;
  readonly github?:
    | {
        readonly people: ReconcilePorts["people"];
        readonly monitor: string | undefined;
        readonly soleWriter: boolean;
        /** The own comments, by id; and how often GitHub refused anything. */
        look(): Promise<Talk>;
      }
    | undefined;
};

export type Talk = {
  readonly comments: ReadonlyMap<number, { readonly pullRequest: number; readonly body: string }>;
  readonly refusals: number;
  /** Of this hour, for workflows: few cut a pass short. */
  readonly callsLeft: number;
};

/**
 * Runs a pass of a story behind a dry run of the same facts, and throws where the pass did something else than the dry
 * run printed. Nothing is compared where the promise does not hold: the pass did not end by itself, PanDA or GitHub
 * answered badly, somebody else moved main, ledger or PanDA meanwhile, or the budget ended.
 */
export const witnessed = async <Ran>(
  place: WitnessedPass,
  ran: () => Promise<Ran>,
  isEnded: (ran: Ran) => boolean,
): Promise<Ran> => {
  const foreseen = await dryRun(place);
  const told = leftBy.get(place.panda);
  leftBy.delete(place.panda);
  const done = await ran();
  if (foreseen === undefined || !isEnded(done)) return done;
  const { would, main, moves, lines, talk } = foreseen;
  const now = await look(place);
  leftBy.set(place.panda, now.lines);
  const isCalm = now.main === main && now.moves === moves && now.talk?.refusals === talk?.refusals;
  const isCut = would.some(({ does }) => does === "stop") || (talk !== undefined && talk.callsLeft < enoughCalls);
  if (!isCalm || isCut || othersWrote(lines, now.lines)) return done;
  const unsaid = unsaidIn(lines, told);
  const said = would.filter((one) => one.does !== "comment" || !unsaid.has(one.pullRequest ?? 0));
  const untrue = untrueIn(said, [lines, now.lines], {
    ordered: undefined,
    told: toldBetween(talk, now.talk, unsaid, said),
  });
  if (untrue.length > 0) throw new Error(`A dry run before this pass\n  ${untrue.join("\n  ")}`);
  return done;
};

const enoughCalls = 200;

type Look = {
  readonly main: string | undefined;
  readonly lines: LedgerLines;
  readonly moves: number;
  readonly talk: Talk | undefined;
};

const look = async (place: WitnessedPass): Promise<Look> => lookIn(await copyOf(place), place);

const lookIn = async (copy: string, { panda, github }: WitnessedPass): Promise<Look> => ({
  main: await refsOf(copy).read("refs/heads/main"),
  lines: await linesIn(copy, panda),
  moves: panda.count().moves,
  talk: await github?.look(),
});

/** Mostly the ledger stands where the look before saw it, whose lines are given then. */
const linesIn = async (copy: string, panda: SandboxHandle): Promise<LedgerLines> => {
  const refs = refsOf(copy);
  const tip = await refs.read("refs/heads/ledger");
  const known = seenBy.get(panda);
  if (tip !== undefined && known?.tip === tip) return known.lines;
  const lines = await linesOf(gitLedger({ dir: copy, refs, clock: systemClock() }));
  if (tip !== undefined) seenBy.set(panda, { tip, lines });
  return lines;
};
const seenBy = new WeakMap<SandboxHandle, { readonly tip: string; readonly lines: LedgerLines }>();

/**
 * `undefined`: there is nothing to be foreseen, because the pass stops before it plans. The dry run plans from the copy
 * that is looked into: main may move behind it, and is then seen to have moved.
 */
const dryRun = async (place: WitnessedPass): Promise<(Look & { readonly would: readonly Would[] }) | undefined> => {
  try {
    const copy = await copyOf(place);
    const before = await lookIn(copy, place);
    const { would, forecast } = await foreseen(place, copy);
    if (forecast.length > 0) throw new Error(forecast.join("\n"));
    return { ...before, would };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
};

/**
 * One copy for all passes of a story, with the refs as they are now: what git said of a commit there it need not say
 * again. Files of other repositories are fetched again, as a pass does.
 */
const copyOf = async ({ dir, origin, panda }: WitnessedPass): Promise<string> => {
  const copy = copies.get(panda) ?? (await mkdtemp(join(dir, "witness-")));
  copies.set(panda, copy);
  for (const left of ["refs", "packed-refs", "foreign"]) await rm(join(copy, left), { recursive: true, force: true });
  await copyRefs(origin, copy);
  return copy;
};
const copies = new WeakMap<SandboxHandle, string>();

/** Tags are listed without a process of git, too. */
const refsOf = (copy: string): GitRefs => ({
  ...localRefs(copy),
  under: async (prefix) => new Map([...allRefs(copy)].filter(([ref]) => ref.startsWith(prefix))),
});

const foreseen = async (
  { panda, login: { vo: named, token, isRobot }, rucio, github }: WitnessedPass,
  copy: string,
) => {
  const settings = { PANDA_URL_SSL: `${panda.url}/server/panda`, PANDA_AUTH_VO: named, PANDA_AUTH_ID_TOKEN: "a" };
  const { url, vo, role } = readSettings(settings);
  const claimed = token === undefined ? undefined : nameIn(token);
  const name = isRobot ? robotName(role) : typeof claimed === "string" ? claimed : "test user";
  const login: Login = {
    url,
    vo,
    role,
    userName: userNameOf(name),
    token: await panda.token({ name, witness: true }),
    expires: new Date(8.64e15),
    way: "token",
    rotated: false,
    ahead: undefined,
  };
  const clock = systemClock();
  const refs = refsOf(copy);
  const foreign = gitForeign({ cache: join(copy, "foreign"), hosts: hostsOfMain(copy, refs), tell: () => undefined });
  const ports: ReconcilePorts = {
    main: gitMain(copy, refs, foreign, async () => undefined),
    ledger: gitLedger({ dir: copy, refs, clock }),
    tags: gitTags(copy, refs, clock),
    panda: pandaRest(login),
    cache: pandaCache(login, clock),
    watch: pandaWatch(login),
    bash: systemBash(),
    clock,
    people: github?.people,
    catalogue: openCatalogue(rucio),
    stored: openStored(rucio),
  };
  const { userName } = login;
  const { would } = await reconcile(ports, {
    panda: { url, vo, role, userName },
    monitor: github === undefined ? url : github.monitor,
    run: "witness",
    dryRun: true,
    soleWriter: github?.soleWriter ?? false,
    tell: () => undefined,
  });
  return { would, forecast: await untrueForecast(copy, ports, foreign, would) };
};

/** `undefined`: nobody can read it, and the pass will say so. */
const nameIn = (token: string): unknown => {
  try {
    return decodeJwt(token)["name"];
  } catch {
    return undefined;
  }
};

/** A person's word, written while the pass ran. */
const othersWrote = (before: LedgerLines, after: LedgerLines): boolean =>
  [...after].some(([key, lines]) =>
    lines.slice(before.get(key)?.length ?? 0).some((line) => "event" in line && line.event === "person"),
  );

/** The ledger as the last pass of a story left it. */
const leftBy = new WeakMap<SandboxHandle, LedgerLines>();

/**
 * A dry run takes it that all on the ledger was told. What somebody else wrote since the last pass was not: the pull
 * requests that it is about.
 */
const unsaidIn = (lines: LedgerLines, told: LedgerLines = new Map()): ReadonlySet<number> =>
  new Set(
    [...lines].flatMap(([key, own]) =>
      own.length === told.get(key)?.length
        ? []
        : own.flatMap((line) => ("intent" in line ? (line.intent.pullRequest ?? []) : [])),
    ),
  );

const toldBetween = (
  before: Talk | undefined,
  after: Talk | undefined,
  unsaid: ReadonlySet<number>,
  said: readonly Would[],
): Effects["told"] => {
  if (before === undefined || after === undefined) return undefined;
  const called = new Set(said.flatMap((one) => (one.does === "call" ? [one.pullRequest] : [])));
  const isNew = (id: number, body: string): boolean => before.comments.get(id)?.body !== body;
  const written = [...after.comments].flatMap(([id, { pullRequest, body }]) =>
    isNew(id, body) ? [{ pullRequest, body, isEdited: before.comments.has(id) }] : [],
  );
  const of = (marker: RegExp, edits = true): readonly number[] =>
    written.flatMap(({ pullRequest, body, isEdited }) =>
      marker.test(body) && (edits || !isEdited) ? [pullRequest] : [],
    );
  return {
    commented: of(/^<!-- shrek:status -->/).filter((number) => !unsaid.has(number)),
    // A call is a new comment: an edit of one calls nobody.
    called: of(/^<!-- shrek:call (?!trial-)/, false).filter((number) => !unsaid.has(number) || called.has(number)),
  };
};
