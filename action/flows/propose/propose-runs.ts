import { isDeepStrictEqual } from "node:util";
import type { RunsAnswer } from "../../core/command/run-commands.ts";
import { Failure } from "../../core/problems/failure.ts";
import { dayOf } from "../../core/text/list-head.ts";
import { appendedPull } from "../../core/view/plan/proposed-pull.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Revisions } from "../../ports/revisions.ts";
import type { RunsBranch, RunsPull, RunsPulls } from "../../ports/runs-proposal.ts";
import { type RunsAsked, type Waiting, type WantedLists, wantedLists } from "./wanted-lists.ts";

export type ProposalPorts = {
  readonly branch: RunsBranch;
  readonly pulls: RunsPulls;
  readonly revisions: Pick<Revisions, "mergeBase" | "changes" | "at">;
  readonly clock: Pick<Clock, "now">;
};

export type Proposed = Pick<WantedLists, "added" | "refused" | "otherwise"> & {
  /** `declined`: a person closed the pull request of just these runs. `closed`: all of its runs are on main by now. */
  readonly kind: "nothing" | "declined" | "opened" | "updated" | "unchanged" | "closed";
};

/** Others may move main, the branch and its pull request as often; then the next call goes on. */
const maxRounds = 8;

/**
 * Keeps one pull request with all runs that main lacks: those of the branch, if they still wait, and those of the
 * answers. Each round reads the present state and does one thing, so a call that dies anywhere is completed by the
 * next.
 */
export const proposeRuns = async (ports: ProposalPorts, answers: readonly RunsAnswer[]): Promise<Proposed> => {
  const asked = { answers, today: dayOf(ports.clock.now()) };
  let isRebuilt = false;
  for (let round = 0; round < maxRounds; round++) {
    const seen = await look(ports, asked);
    const { wanted, open } = seen;
    const result = { added: wanted.added, refused: wanted.refused, otherwise: wanted.otherwise };
    const words = appendedPull(wanted.added);
    if (wanted.files.length === 0) {
      if (open === undefined) return { ...result, kind: "nothing" };
      await ports.pulls.close(open.number);
      return { ...result, kind: "closed" };
    }
    if (seen.isDeclined) return { ...result, kind: "declined" };
    if (!seen.isRight) {
      await ports.branch.rebuild(seen.main, seen.branch, wanted.files, words.title);
      isRebuilt = true;
    } else if (open === undefined) {
      if (await ports.pulls.open(words)) return { ...result, kind: "opened" };
    } else if (open.title !== words.title || open.body !== words.body) {
      await ports.pulls.say(open.number, words);
      return { ...result, kind: "updated" };
    } else return { ...result, kind: isRebuilt ? "updated" : "unchanged" };
  }
  throw new Failure("Main or the branch of runs changed during each attempt.", { wayOut: "The next run tries again." });
};

type Seen = {
  readonly main: string;
  readonly branch: string | undefined;
  readonly open: RunsPull | undefined;
  readonly wanted: WantedLists;
  /** The branch is main's lists and what is wanted, and nothing else. */
  readonly isRight: boolean;
  /** A person closed a pull request of the same runs, and no other came since. */
  readonly isDeclined: boolean;
};

const look = async ({ branch: port, pulls, revisions }: ProposalPorts, asked: RunsAsked): Promise<Seen> => {
  const all = await pulls.all();
  const { main, branch } = await port.heads();
  const open = all.find(({ state }) => state === "open");
  // Nothing waits in a merged or closed pull request; a head without a pull request comes from a call that died.
  const ended = open === undefined ? all.find(({ head }) => head === branch) : undefined;
  const on = revisions.at(main);
  const made = branch === undefined ? undefined : await branchOf(revisions, main, branch);
  const wanted = await wantedLists(on, ended === undefined ? made : undefined, asked);
  const isSame = async (): Promise<boolean> =>
    made !== undefined &&
    isDeepStrictEqual((await wantedLists(on, made, { ...asked, answers: [] })).added, wanted.added);
  return {
    main,
    branch,
    open,
    wanted,
    isRight: made !== undefined && (await isBuiltOf(revisions, main, made, wanted)),
    isDeclined: ended?.state === "closed" && (await isSame()),
  };
};

type Made = Waiting & { readonly base: string };

const branchOf = async (revisions: ProposalPorts["revisions"], main: string, branch: string): Promise<Made> => {
  const base = await revisions.mergeBase(main, branch);
  const paths = (await revisions.changes(base, branch)).map(({ path }) => path);
  return { base, paths, at: revisions.at(branch) };
};

const isBuiltOf = async (
  { at }: ProposalPorts["revisions"],
  main: string,
  { base, paths, at: branch }: Made,
  { files }: WantedLists,
): Promise<boolean> => {
  const wanted = files.map(({ path }) => path).toSorted();
  if (!isDeepStrictEqual(wanted, [...paths].toSorted())) return false;
  const [was, is, proposed] = await Promise.all([at(base).files(wanted), at(main).files(wanted), branch.files(wanted)]);
  const bytesOf = (entries: typeof proposed) =>
    entries.map((entry) => [entry.path, entry.kind === "file" ? Buffer.from(entry.bytes).toString("base64") : ""]);
  return (
    isDeepStrictEqual(bytesOf(was), bytesOf(is)) &&
    isDeepStrictEqual(
      bytesOf(proposed),
      files
        .toSorted((a, b) => (a.path < b.path ? -1 : 1))
        .map(({ path, bytes }) => [path, Buffer.from(bytes).toString("base64")]),
    )
  );
};
