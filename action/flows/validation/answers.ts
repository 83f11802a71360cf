import type { GithubReads, GitReads, Reads } from "../../core/pass/reads.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { openByFolder } from "./on-tree.ts";

type Servers = Omit<Reads, "githubAt" | "githubNow"> & { readonly github: GithubReads };

/** What answers outside of a pass, where a decision asks for some things only. */
export type SomeAnswers = { readonly [Server in keyof Servers]?: Partial<Servers[Server]> };

/** `unasked`: what it gets who asks for anything else. */
export const readsFrom = (answers: SomeAnswers, unasked: (name: string) => Error): Reads => {
  const whole = <Server extends keyof Servers>(server: Server): Servers[Server] =>
    new Proxy({ ...answers[server] } as Servers[Server], {
      get: (some, name) => Reflect.get(some, name) ?? (() => Promise.reject(unasked(String(name)))),
    });
  const github = whole("github");
  return {
    ...{ git: whole("git"), ledger: whole("ledger"), panda: whole("panda") },
    ...{ rucio: whole("rucio"), machine: whole("machine"), githubAt: () => github, githubNow: github },
  };
};

/** What trees of git hold. */
export const answersOfTrees = (snapshotAt: (commit: string) => Snapshot) =>
  ({
    holding: (at, folders) => snapshotAt(at).holding(folders),
    holdsRequest: async (at, folder) => (await snapshotAt(at).holding([folder])).length > 0,
    requests: (at, folders) => snapshotAt(at).requests(folders),
    request: async (at, folder) => (await snapshotAt(at).requests([folder]))[0] ?? snapshotAt(at).production(folder),
    production: (at, folder) => snapshotAt(at).production(folder),
    files: (at, paths) => snapshotAt(at).files(paths),
    neighbours: (at) => openByFolder(snapshotAt(at), productionsFolder),
  }) satisfies Partial<GitReads>;
