import { validAs, validateOne } from "../../core/cross-checks/check-sources.ts";
import type {
  FreshReads,
  GithubReads,
  GitReads,
  LedgerReads,
  MachineReads,
  PandaReads,
  Reads,
  RucioReads,
} from "../../core/pass/reads.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { newestOf } from "../../core/policy/changes-of-main.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { packProduction } from "../../core/render/rendering.ts";
import { once, onceNamed } from "../../core/text/once.ts";
import { type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import { trialRequest } from "../../core/validate/trial-request.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import { seedsGiven } from "../ledger-access/made-lists.ts";
import { dataOfTrials } from "../ledger-access/trial-data.ts";
import { inOneCall } from "../validation/in-one-call.ts";
import { lintPayloads } from "../validation/lint-payloads.ts";
import { lookAtData } from "../validation/look-at-data.ts";
import { appendedIn, openByFolder, statusesAround } from "../validation/on-tree.ts";
import { validateSources } from "../validation/validate-sources.ts";
import { openOnce } from "./open-once.ts";
import type { ReconcilePorts } from "./ports.ts";

/** Reads of one pass. */
export type PassReads = Reads & {
  /** The same; what can change from one moment to the next is asked again. */
  again(): PassReads & FreshReads;
};

/** A commit never changes, and of people a pass asks once while main has one head: these answers last. */
export const beginReads = (ports: ReconcilePorts): PassReads => {
  const sources = wholeSources(ports.main);
  const history = ofHistory(ports.main);
  const rucio = rucioReads(ports);
  const lasting = {
    ledger: ofLedger(ports),
    machine: ofMachine(ports, sources),
    githubAt: keepEach((_head: string) => ofGithub(ports)),
  };
  const tree = { ...ofTree(ports.main, sources), ...ofTags(ports) };
  const begin = (): PassReads & FreshReads => ({
    ...lasting,
    git: { ...history, ...tree, mainHead: once(() => ports.main.head()) },
    panda: ofPanda(ports),
    rucio: rucio(),
    githubNow: ofGithub(ports),
    again: begin,
    fresh: true,
  });
  return begin();
};

/** What is asked about, by which one question is told from another. */
const wordsOf = (about: readonly unknown[]): string =>
  JSON.stringify(about, (_, value: unknown) => (isLedgerHead(value) ? value.commit : value));

/** One head of the ledger is told from another by its commit. */
const isLedgerHead = (value: unknown): value is LedgerHead =>
  typeof value === "object" && value !== null && "commit" in value && "live" in value;

/** The answer to the same question is the first one, a Failure too. */
const keepEach = <About extends readonly unknown[], T extends object>(
  ask: (...about: About) => T,
): ((...about: About) => T) => onceNamed(wordsOf, ask);

const ofGithub = ({ people }: ReconcilePorts): GithubReads => {
  const asked = async () => {
    if (people === undefined) throw new Error("There is no GitHub to ask.");
    return people;
  };
  return {
    permission: keepEach(async (login) => (await asked()).permission(login)),
    pullRequestOf: keepEach(async (commit) => (await asked()).pullRequestOf(commit)),
    openPull: keepEach(async (number) => (await asked()).openPull(number)),
    writers: keepEach(async (pull) => (await asked()).writers(pull)),
    reviews: keepEach(async (number) => (await asked()).reviews(number)),
    comment: keepEach(async (id) => (await asked()).comment(id)),
    form: keepEach(async (run) => (await asked()).form(run)),
    issue: keepEach(async (number) => (await asked()).issue(number)),
  };
};

/** No path of git holds a NUL. */
const pathsIn = (asked: string): readonly string[] => asked.split("\0");

const ofHistory = (main: MainBranch) => {
  // History is walked once for all that is asked of a commit.
  const lastChange = inOneCall(async (commit, asked) => {
    const found = await main.lastChanges(commit, [...new Set(asked.flatMap(pathsIn))]);
    return (one) => newestOf(found, pathsIn(one));
  });
  return {
    since: keepEach((cursor, head) => main.since(cursor, head)),
    changed: keepEach((commit) => main.changed(commit)),
    merged: keepEach((commit, head) => main.merged(commit, head)),
    fetch: keepEach((head, pullRequest) => main.fetch(head, pullRequest)),
    rebased: keepEach((commit, last, head) => main.rebased(commit, last, head)),
    lastChange: keepEach((commit, paths) => lastChange(commit, paths.join("\0"))),
    appended: keepEach((base, commit, paths) => appendedIn(main.at(base), main.at(commit), paths)),
    ruleChanges: keepEach((commit) => main.ruleChanges(commit)),
    changedSinceMain: keepEach((head, mainHead) => main.changedSinceMain(head, mainHead)),
    holds: keepEach((head, commit) => main.holds(head, commit)),
  } satisfies Partial<GitReads>;
};

type WholeSources = ReturnType<typeof wholeSources>;

/** Who asks for a production that was read among others gets the same one: it was validated already. */
const wholeSources = (main: MainBranch) => {
  const known = new Map<string, ProductionSource>();
  const nameOf = (at: string, folder: string): string => `${at} ${folder}`;
  return {
    known: (at: string, folder: string) => known.get(nameOf(at, folder)),
    read: async (at: string, folders: readonly string[]): Promise<readonly ProductionSource[]> => {
      const read = await main.at(at).all(folders);
      for (const source of read) known.set(nameOf(at, source.folder), source);
      return read;
    },
  };
};

/** Folders are asked for one by one, and git is asked for those that are asked at the same time together. */
const ofTree = (main: MainBranch, sources: WholeSources) => {
  const holdsRequest = inOneCall(async (at, folders) => {
    const holding = new Set(await main.at(at).holding(folders));
    return (folder) => holding.has(folder);
  });
  const request = inOneCall(async (at, folders) => byFolder(await main.at(at).requests(folders)));
  // One that cannot be read is read alone, and fails alone.
  const production = inOneCall(async (at, folders) => {
    const read = await orFailure(() => main.at(at).all(folders));
    const found = read instanceof Failure ? () => undefined : byFolder(read);
    return async (folder) => found(folder) ?? (await main.at(at).production(folder));
  });
  return {
    productions: keepEach((at) => main.at(at).productions(productionsFolder)),
    holding: keepEach((at, folders) => main.at(at).holding(folders)),
    holdsRequest: keepEach(holdsRequest),
    production: keepEach(async (at, folder) => sources.known(at, folder) ?? (await production(at, folder))),
    request: keepEach(async (at, folder) => (await request(at, folder)) ?? main.at(at).production(folder)),
    requests: keepEach((at, folders) => main.at(at).requests(folders)),
    files: keepEach((at, paths) => main.at(at).files(paths)),
    treeIds: keepEach((at) => main.at(at).ids.all()),
    neighbours: keepEach((at) => openByFolder(main.at(at), productionsFolder)),
  } satisfies Partial<GitReads>;
};

const byFolder = (sources: readonly ProductionSource[]): ((folder: string) => ProductionSource | undefined) => {
  const found = new Map(sources.map((source) => [source.folder, source]));
  return (folder) => found.get(folder);
};

const ofTags = ({ tags }: ReconcilePorts) =>
  ({
    tagNames: once(() => tags.names()),
    tagMessage: keepEach((name) => tags.message(name)),
  }) satisfies Partial<GitReads>;

const ofLedger = ({ ledger }: ReconcilePorts): LedgerReads => ({
  submissions: keepEach((at, ...tags) => ledger.submissions(at, ...tags)),
  events: keepEach((at, keys) => ledger.read(at, keys)),
  seeds: keepEach((head, streams) => seedsGiven({ ledger, head }, streams)),
  dataOfTrials: keepEach((head, names) => dataOfTrials(ledger, names, head)),
});

/** An archive fills memory and is made once. */
const ofMachine = (ports: ReconcilePorts, sources: WholeSources): MachineReads => ({
  validated: keepEach(async (at, folders, head) =>
    validateSources(validationPorts(ports, { at, folders, head }), await sources.read(at, folders)),
  ),
  validatedTrial: keepEach(async ({ at, folder, tag, version, command, ledger: head }) => {
    const source = await ports.main.at(at).production(folder);
    const whole = validAs(validateOne(source), tag);
    const tried = whole && trialRequest(whole.production, source, version, command);
    const made = tried?.kind === "made" ? [tried.source] : [];
    const [validated] = await validateSources(validationPorts(ports, { at, folders: [folder], head }), made);
    return validated ?? { valid: undefined, problems: [] };
  }),
  packed: (production, bindings) => packProduction(production, bindings),
});

/** What is compared when folders of a commit are validated. */
const validationPorts = (
  { main, bash, ledger }: Pick<ReconcilePorts, "main" | "bash" | "ledger">,
  { at, folders, head }: { readonly at: string; readonly folders: readonly string[]; readonly head: LedgerHead },
) => ({
  bash,
  history: Promise.resolve({ ledger, head }),
  lint: lintPayloads,
  onTree: () => statusesAround(main.at(at), productionsFolder, new Set(folders)),
});

/** Jobs and files of a task fill memory, and nobody asks for them twice. */
const ofPanda = ({ panda, watch }: ReconcilePorts): PandaReads => {
  const date = async () => (await panda.health()).date?.toISOString();
  return {
    date: once(date),
    dateNow: once(date),
    requestNamed: keepEach((name) => panda.requestNamed(name)),
    tasksNamed: keepEach((names, userName) => panda.tasksNamed(names, userName)),
    tasksChanged: keepEach((since, userName, part) => watch.tasksChanged(new Date(since), userName, part)),
    requestsBeginning: keepEach((prefix) => watch.requestsBeginning(prefix)),
    requestStatus: keepEach((request) => watch.requestStatus(request)),
    jobsOf: (task, which) => watch.jobsOf(task, which),
    filesOf: (task, which) => watch.filesOf(task, which),
  };
};

/** One login a pass, of which reads may begin again and again. What is stored fills memory. */
const rucioReads = ({ catalogue, stored }: ReconcilePorts): (() => RucioReads) => {
  const look = lookAtData(catalogue);
  const open = openOnce(stored);
  return () => ({
    data: keepEach((place, datasets) => look.data(place, datasets)),
    collections: keepEach((place, datasets) => look.collections(place, datasets)),
    replicas: keepEach((place, collection) => look.replicas(place, collection)),
    stored: async (place, did) => open(place).files(did),
  });
};
