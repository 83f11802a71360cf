import { validAs, validateOne } from "../../core/cross-checks/check-sources.ts";
import type { FreshReads, Reads } from "../../core/pass/asking.ts";
import type { AnswerTo, Question, QuestionKind } from "../../core/pass/question.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { newestOf } from "../../core/policy/changes-of-main.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { packProduction } from "../../core/render/rendering.ts";
import { type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import { trialRequest } from "../../core/validate/trial-request.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import { seedsGiven } from "../ledger-access/made-lists.ts";
import { dataOfTrials } from "../ledger-access/trial-data.ts";
import { readsFrom } from "../validation/answers.ts";
import { inOneCall } from "../validation/in-one-call.ts";
import { lintPayloads } from "../validation/lint-payloads.ts";
import { lookAtData } from "../validation/look-at-data.ts";
import { appendedIn, openByFolder, statusesAround } from "../validation/on-tree.ts";
import { validateSources } from "../validation/validate-sources.ts";
import type { Budget } from "./budget.ts";
import { openOnce } from "./open-once.ts";
import type { ReconcilePorts } from "./ports.ts";

/** Reads of one pass. */
export type PassReads = Reads & {
  /** The same; what can change from one moment to the next is asked again. */
  again(): PassReads & FreshReads;
};

type Answerers = { readonly [K in QuestionKind]: (question: Question<K>) => Promise<AnswerTo<K>> };
type AnswerersOf<Kind extends QuestionKind> = Pick<Answerers, Kind>;

export const beginReads = (ports: ReconcilePorts, budget?: Pick<Budget, "take">): PassReads => {
  const answers: Answerers = {
    ...ofPeople(ports),
    ...ofMain(ports),
    ...ofSnapshot(ports),
    ...ofLedger(ports),
    packed: ({ production, bindings }) => packProduction(production, bindings),
    payable: async ({ works, noun, kept, inOrder }) => (await budget?.take(works, noun, kept, inOrder)) ?? works,
    ...ofPanda(ports),
    ...ofData(ports),
    stored: ofStored(ports),
  };
  const { ask: answer } = readsFrom(answers, (kind) => new Error(kind));
  const lasting = new Map<string, Promise<unknown>>();
  const begin = (): PassReads & FreshReads => {
    const ofNow = new Map<string, Promise<unknown>>();
    const ask = async (question: Question): Promise<unknown> => {
      if (isPassing(question)) return answer(question);
      const memory = isOfNow(question) ? ofNow : lasting;
      const words = wordsOf(question);
      const reply = memory.get(words) ?? answer(question);
      memory.set(words, reply);
      return reply;
    };
    // Each question has the answer of its kind.
    return { ask: ask as Reads["ask"], again: begin, fresh: true };
  };
  return begin();
};

/** An answer of these fills memory and nobody asks twice, or it is another each time. */
const isPassing = ({ ask }: Question): boolean =>
  ask === "packed" || ask === "jobs" || ask === "task-files" || ask === "stored" || ask === "payable";

/** A commit never changes, and of people a pass asks once; PanDA, the heads of branches and what is asked anew go on. */
const isOfNow = ({ ask, anew }: Question): boolean =>
  anew === true || ask === "main-head" || ask === "ledger-head" || ask in dataKinds || ask in pandaKinds;

/** One head of the ledger is told from another by its commit. */
const wordsOf = (question: Question): string =>
  JSON.stringify(question, (key, value: unknown) =>
    key === "ledger" && typeof value === "object" && value !== null && "commit" in value ? value.commit : value,
  );

const ofPeople = ({
  people,
}: ReconcilePorts): AnswerersOf<
  "permission" | "pull-request" | "open-pull" | "writers" | "reviews" | "comment" | "form" | "issue"
> => {
  const asked = () => {
    if (people === undefined) throw new Error("There is no GitHub to ask.");
    return people;
  };
  return {
    permission: async ({ login }) => asked().permission(login),
    "pull-request": async ({ commit }) => asked().pullRequestOf(commit),
    "open-pull": async ({ pullRequest }) => asked().openPull(pullRequest),
    writers: async ({ pull }) => asked().writers(pull),
    reviews: async ({ pullRequest }) => asked().reviews(pullRequest),
    comment: async ({ id }) => asked().comment(id),
    form: async (question) => asked().form(question.run),
    issue: async (question) => asked().issue(question.number),
  };
};

/** No path of git holds a NUL. */
const pathsIn = (asked: string): readonly string[] => asked.split("\0");

const ofMain = ({
  main,
}: ReconcilePorts): AnswerersOf<
  | "main-head"
  | "since"
  | "changed"
  | "merged"
  | "fetch"
  | "rebased"
  | "last-change"
  | "appended"
  | "rule-changes"
  | "changed-since-main"
  | "holds"
> => {
  // History is walked once for all that is asked of a commit.
  const lastChange = inOneCall(async (commit, asked) => {
    const found = await main.lastChanges(commit, [...new Set(asked.flatMap(pathsIn))]);
    return (one) => newestOf(found, pathsIn(one));
  });
  return {
    "main-head": () => main.head(),
    since: ({ cursor, head }) => main.since(cursor, head),
    changed: ({ commit }) => main.changed(commit),
    merged: ({ commit, head }) => main.merged(commit, head),
    fetch: ({ head, pullRequest }) => main.fetch(head, pullRequest),
    rebased: ({ commit, last, head }) => main.rebased(commit, last, head),
    "last-change": ({ commit, paths }) => lastChange(commit, paths.join("\0")),
    appended: ({ base, commit, paths }) => appendedIn(main.at(base), main.at(commit), paths),
    "rule-changes": ({ commit }) => main.ruleChanges(commit),
    "changed-since-main": ({ head, mainHead }) => main.changedSinceMain(head, mainHead),
    holds: ({ head, commit }) => main.holds(head, commit),
  };
};

const ofSnapshot = ({
  main,
  bash,
  ledger,
}: ReconcilePorts): AnswerersOf<
  | "productions"
  | "holding"
  | "holds-request"
  | "production"
  | "request"
  | "requests"
  | "trial-validated"
  | "sources"
  | "files"
  | "tree-ids"
  | "neighbours"
  | "validated"
> => {
  const sources = wholeSources(main);
  return {
    ...ofFolders(main, sources.known),
    productions: ({ at }) => main.at(at).productions(productionsFolder),
    holding: ({ at, folders }) => main.at(at).holding(folders),
    requests: ({ at, folders }) => main.at(at).requests(folders),
    sources: ({ at, folders }) => sources.read(at, folders),
    files: ({ at, paths }) => main.at(at).files(paths),
    "tree-ids": ({ at }) => main.at(at).ids.all(),
    neighbours: ({ at }) => openByFolder(main.at(at), productionsFolder),
    validated: async ({ at, folders, ledger: head }) =>
      validateSources(validationPorts({ main, bash, ledger }, { at, folders, head }), await sources.read(at, folders)),
    "trial-validated": async ({ at, folder, tag, version, command, ledger: head }) => {
      const source = await main.at(at).production(folder);
      const whole = validAs(validateOne(source), tag);
      const tried = whole && trialRequest(whole.production, source, version, command);
      const sources = tried?.kind === "made" ? [tried.source] : [];
      const [validated] = await validateSources(
        validationPorts({ main, bash, ledger }, { at, folders: [folder], head }),
        sources,
      );
      return validated ?? { valid: undefined, problems: [] };
    },
  };
};

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

/** Folders one by one, as decisions ask of them; git is asked for those of a round together. */
const ofFolders = (
  main: MainBranch,
  known: (at: string, folder: string) => ProductionSource | undefined,
): AnswerersOf<"holds-request" | "production" | "request"> => {
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
    "holds-request": ({ at, folder }) => holdsRequest(at, folder),
    production: async ({ at, folder }) => known(at, folder) ?? (await production(at, folder)),
    request: async ({ at, folder }) => (await request(at, folder)) ?? main.at(at).production(folder),
  };
};

const byFolder = (sources: readonly ProductionSource[]): ((folder: string) => ProductionSource | undefined) => {
  const found = new Map(sources.map((source) => [source.folder, source]));
  return (folder) => found.get(folder);
};

const ofLedger = ({
  ledger,
  tags,
}: ReconcilePorts): AnswerersOf<
  "submissions" | "events" | "seeds" | "ledger-head" | "trial-data" | "tag-names" | "tag-message"
> => ({
  submissions: (question) => ledger.submissions(question.ledger, ...question.tags),
  events: (question) => ledger.read(question.ledger, question.keys),
  seeds: (question) => seedsGiven({ ledger, head: question.ledger }, question.streams),
  "trial-data": (question) => dataOfTrials(ledger, question.names, question.ledger),
  "ledger-head": () => ledger.head(),
  "tag-names": () => tags.names(),
  "tag-message": ({ name }) => tags.message(name),
});

const pandaKinds = {
  "panda-date": true,
  "request-named": true,
  tasks: true,
  "tasks-changed": true,
  "requests-beginning": true,
  "request-status": true,
  jobs: true,
  "task-files": true,
} as const;

const dataKinds = { data: true, collections: true, replicas: true } as const;

const ofData = ({ catalogue }: ReconcilePorts): AnswerersOf<keyof typeof dataKinds> => {
  const look = lookAtData(catalogue);
  return {
    data: ({ place, datasets }) => look.data(place, datasets),
    collections: ({ place, datasets }) => look.collections(place, datasets),
    replicas: ({ place, collection }) => look.replicas(place, collection),
  };
};

/** One login a pass. */
const ofStored = ({ stored }: ReconcilePorts): Answerers["stored"] => {
  const open = openOnce(stored);
  return async ({ place, did }) => open(place).files(did);
};

const ofPanda = ({ panda, watch }: ReconcilePorts): AnswerersOf<keyof typeof pandaKinds> => ({
  "panda-date": async () => (await panda.health()).date?.toISOString(),
  "request-named": ({ name }) => panda.requestNamed(name),
  tasks: ({ names, userName }) => panda.tasksNamed(names, userName),
  "tasks-changed": ({ since, userName, part }) => watch.tasksChanged(new Date(since), userName, part),
  "requests-beginning": ({ prefix }) => watch.requestsBeginning(prefix),
  "request-status": ({ request }) => watch.requestStatus(request),
  jobs: ({ task, which }) => watch.jobsOf(task, which),
  "task-files": ({ task, which }) => watch.filesOf(task, which),
});
