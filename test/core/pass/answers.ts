import type { Planning } from "../../../action/core/pass/planned.ts";
import type {
  FreshReads,
  GithubReads,
  GitReads,
  LedgerReads,
  MachineReads,
  Moment,
  PandaReads,
  RucioReads,
} from "../../../action/core/pass/reads.ts";
import { Failure } from "../../../action/core/problems/failure.ts";

type Asked = GithubReads & GitReads & LedgerReads & PandaReads & RucioReads & MachineReads & Pick<Planning, "payable">;

/** What the world says, a row a thing that is asked for; a Failure is that it could not be asked. */
export type Answers = {
  readonly [Name in keyof Asked]?: (...about: Parameters<Asked[Name]>) => Awaited<ReturnType<Asked[Name]>> | Failure;
};

/** All that a moment asks. */
export type AllReads = FreshReads & Pick<Moment, "github"> & Pick<Planning, "payable">;

export const notInGit = new Failure("git does not have it", { wayOut: "Wait." });

/** Whatever is asked for has this answer; a Failure is thrown. */
export const readsBy = (answer: (name: keyof Asked, about: readonly unknown[]) => unknown): AllReads => {
  const ask = async (name: keyof Asked, about: readonly unknown[]): Promise<unknown> => {
    const given = answer(name, about);
    if (given instanceof Failure) throw given;
    return given;
  };
  // Every server answers by the names of all: no two have the same.
  const server = new Proxy({} as Asked, {
    get:
      (_, name) =>
      (...about: readonly unknown[]) =>
        ask(name as keyof Asked, about),
  });
  const { payable } = server;
  return {
    ...{ git: server, ledger: server, panda: server, rucio: server, machine: server, github: server },
    ...{ githubNow: server, githubAt: () => server, fresh: true, payable },
  };
};

/** What no row answers is asked for once too often. */
export const readsOf = (answers: Answers): AllReads =>
  readsBy((name, about) => {
    // Each row is asked for its own.
    const row = answers[name] as ((...about: readonly unknown[]) => unknown) | undefined;
    if (row === undefined) throw new Error(`Nobody answers ${name} ${JSON.stringify(about)}`);
    return row(...about);
  });

/** What a decision gives where the world says this. */
export const given = <T>(answers: Answers, decide: (reads: AllReads) => Promise<T>): Promise<T> =>
  decide(readsOf(answers));
