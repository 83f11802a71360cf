import { type UpkeepKind, upkeepBranches } from "../../core/command/form-names.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { formatProblem, type Problem, quotable, refuses } from "../../core/problems/problem.ts";
import { type ProductionSource, productionsFolder, type SourceFile } from "../../core/text/source-file.ts";
import type { EditMove, Move } from "../../core/versioning/move-versions.ts";
import { isUpkeep } from "../../core/versioning/upkeep.ts";
import {
  candidateFor,
  nextUpkeep,
  type OpenUpkeep,
  type UpkeepCandidate,
  type UpkeepLooked,
} from "../../core/versioning/upkeep-step.ts";
import { upkeepPull } from "../../core/view/plan/proposed-pull.ts";
import type { UpkeepPlace } from "../../ports/form.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { RemoteHead } from "../../ports/remote-head.ts";
import type { Revisions } from "../../ports/revisions.ts";
import { newerOf } from "../validation/newer-versions.ts";

export type UpkeepPorts = {
  readonly place: UpkeepPlace;
  readonly revisions: Pick<Revisions, "at">;
  readonly ledger: Ledger;
  /** Answers with what is newer only. */
  readonly remote: RemoteHead;
  /** The request with these moves and the own version that they want. */
  readonly bump: (
    source: ProductionSource,
    moves: readonly EditMove[],
    read: (bytes: Uint8Array) => Promise<ProductionSource>,
  ) => Promise<UpkeepBumped>;
};

type UpkeepBumped = {
  readonly bytes: Uint8Array;
  readonly moves: readonly Move[];
  readonly problems: readonly Problem[];
  /** Another file that would have to change. */
  readonly lock: SourceFile | undefined;
};

export type KeptUp = {
  readonly kind: "nothing" | "opened" | "updated" | "unchanged" | "theirs" | "unsure";
  readonly pullRequest?: number;
  readonly closed: readonly number[];
  /** What could not be looked up or proposed, and why. */
  readonly words: readonly string[];
};

/** Others may move main and the branch as often; then the next run goes on. */
const maxUpkeepRounds = 8;

/** Keeps one pull request of a kind open. A round does one thing, so a call that dies is completed by the next. */
export const keepUp = async (ports: UpkeepPorts, kind: UpkeepKind): Promise<KeptUp> => {
  const closed: number[] = [];
  let looked: (Looked & { readonly main: string }) | undefined;
  for (let round = 0; round < maxUpkeepRounds; round++) {
    const main = await ports.place.main();
    if (looked?.main !== main) looked = { main, ...(await lookAt(ports, kind, main)) };
    const { words } = looked;
    const step = nextUpkeep(kind, await openOf(ports, kind), looked);
    if (step.kind === "leave") return { kind: step.why, pullRequest: step.number, closed, words };
    if (step.kind === "close") {
      const { pulls, remove } = ports.place.at(step.branch);
      // What somebody pushed meanwhile is theirs: the next round sees it.
      if (step.own !== "gone" && (await remove(step.own)) === "moved") continue;
      await pulls.close(step.number);
      closed.push(step.number);
      continue;
    }
    const only = step.kind === "keep" ? [step.candidate] : await unseen(ports, step.candidates);
    const proposal = await firstMade(ports, kind, main, only);
    const allWords = [...words, ...proposal.words];
    if (proposal.made === undefined) {
      if (step.kind === "keep") return { kind: "unsure", pullRequest: step.number, closed, words: allWords };
      return { kind: "nothing", closed, words: allWords };
    }
    const kept = await keep(ports, main, proposal.made);
    if (kept !== "moved") return { ...kept, closed, words: allWords };
  }
  throw new Failure("Main or the branch of the upkeep changed during each attempt.", {
    wayOut: "The next run tries again.",
  });
};

type Looked = UpkeepLooked & { readonly words: readonly string[] };

/** Requests alone: most name nothing that moved. */
const lookAt = async (ports: UpkeepPorts, kind: UpkeepKind, main: string): Promise<Looked> => {
  const snapshot = ports.revisions.at(main);
  const candidates: UpkeepCandidate[] = [];
  const unsure: string[] = [];
  const words: string[] = [];
  for (const source of await snapshot.requests(await snapshot.productions(productionsFolder))) {
    const { moves, problems } = await newerOf(ports, source, kind);
    words.push(...problems.map(({ message }) => `${source.folder}: ${message}`));
    if (problems.length > 0) unsure.push(source.folder);
    else if (moves.length > 0) candidates.push(candidateFor(kind, source.folder, moves));
  }
  return { candidates, unsure, words };
};

const openOf = async ({ place }: UpkeepPorts, kind: UpkeepKind): Promise<readonly OpenUpkeep[]> => {
  const open = await place.open(upkeepBranches(kind));
  return Promise.all(
    open
      .toSorted((a, b) => a.number - b.number)
      .map(async (one) => {
        const { branch } = await place.at(one.branch).branch.heads();
        return { ...one, own: branch === undefined ? "gone" : branch.isOwn ? branch.oid : undefined };
      }),
  );
};

/** Those of which there was no pull request yet: what people closed or merged they have decided. */
async function* unseen(
  { place }: UpkeepPorts,
  candidates: readonly UpkeepCandidate[],
): AsyncGenerator<UpkeepCandidate> {
  for (const one of candidates) {
    const { branch, pulls } = place.at(one.branch);
    if ((await pulls.all()).length === 0 && (await branch.heads()).branch?.isOwn !== false) yield one;
  }
}

type UpkeepMade = {
  readonly candidate: UpkeepCandidate;
  readonly file: SourceFile;
  readonly words: ReturnType<typeof upkeepPull>;
};

/** The first that can be made; why others cannot. */
const firstMade = async (
  ports: UpkeepPorts,
  kind: UpkeepKind,
  main: string,
  candidates: AsyncIterable<UpkeepCandidate> | Iterable<UpkeepCandidate>,
): Promise<{ readonly made: UpkeepMade | undefined; readonly words: readonly string[] }> => {
  const words: string[] = [];
  for await (const candidate of candidates) {
    const made = await orFailure(() => makeOne(ports, kind, main, candidate));
    if (typeof made !== "string" && !(made instanceof Failure)) return { made, words };
    words.push(`${candidate.folder}: ${made instanceof Failure ? made.message : made}`);
  }
  return { made: undefined, words };
};

/** Only what reconcile knows as the upkeep's is proposed (`writersOfUpkeep`); else why not. */
const makeOne = async (
  { place, revisions, bump }: UpkeepPorts,
  kind: UpkeepKind,
  main: string,
  candidate: UpkeepCandidate,
): Promise<UpkeepMade | string> => {
  const { folder, moves } = candidate;
  const source = await revisions.at(main).production(folder);
  const { branch } = place.at(candidate.branch);
  const read = async (bytes: Uint8Array): Promise<ProductionSource> =>
    revisions.at(await branch.commit(main, [requestFile(source, bytes)], "Look")).production(folder);
  const bumped = await bump(source, moves, read);
  const [problem] = bumped.problems.filter((one) => refuses([one]));
  if (problem !== undefined) return `what is newer cannot be proposed. ${formatProblem(problem)}`;
  if (bumped.lock !== undefined || !isUpkeep(kind, source, bumped.bytes))
    return "what is newer wants other changes too: `shrek bump` makes them.";
  return { candidate, file: requestFile(source, bumped.bytes), words: upkeepPull(kind, folder, bumped.moves) };
};

const requestFile = ({ file: path }: ProductionSource, bytes: Uint8Array): SourceFile => ({
  path,
  mode: "100644",
  bytes,
});

type Kept = { readonly kind: "opened" | "updated" | "unchanged"; readonly pullRequest: number };

/** Branch and pull request as they should be; main may have moved beneath, where it changed the request. */
const keep = async (
  { place, revisions }: UpkeepPorts,
  main: string,
  { candidate, file, words }: UpkeepMade,
): Promise<Kept | "moved"> => {
  const { branch, pulls } = place.at(candidate.branch);
  const tip = (await branch.heads()).branch;
  if (tip?.isOwn === false) return "moved";
  const [there] = tip === undefined ? [] : await revisions.at(tip.oid).files([file.path]);
  const isRight = there?.kind === "file" && Buffer.from(there.bytes).equals(Buffer.from(file.bytes));
  if (!isRight) {
    const commit = await branch.commit(main, [file], quotable(words.title));
    if ((await branch.put(tip?.oid, commit)) === "moved") return "moved";
  }
  const open = (await pulls.all()).find(({ state }) => state === "open");
  if (open === undefined) {
    await pulls.open(words);
    const [opened] = await pulls.all();
    return opened === undefined ? "moved" : { kind: "opened", pullRequest: opened.number };
  }
  const isSaid = open.title === words.title && open.body === words.body;
  if (!isSaid) await pulls.say(open.number, words);
  return { kind: isRight && isSaid ? "unchanged" : "updated", pullRequest: open.number };
};
