import { plainLogin } from "./login.ts";

/** Who had a hand in a pull request, so that nobody of them approves it. */
export type Writers = {
  readonly logins: readonly string[];
  /** Why somebody may be missing here; `undefined`: all are known. */
  readonly unknown: string | undefined;
};

export type WrittenCommit = {
  readonly oid: string;
  /** `undefined`: GitHub knows no account with that address. */
  readonly author: string | undefined;
  readonly committer: string | undefined;
  readonly message: string;
};

/** GitHub lists so many commits of a pull request, and does not say that there are more. */
const mostListed = 250;

export const writersOf = (opener: string, commits: readonly WrittenCommit[]): Writers => {
  const named = commits.map((commit) => ({ commit, coAuthors: coAuthorsOf(commit.message) }));
  const logins = new Map(
    [opener, ...named.flatMap(({ commit, coAuthors }) => [commit.author, commit.committer, ...coAuthors])].flatMap(
      (login) => (login === undefined ? [] : [[plainLogin(login), login] as const]),
    ),
  );
  const nameless = named.find(({ commit }) => commit.author === undefined || commit.committer === undefined);
  const addressed = named.find(({ coAuthors }) => coAuthors.includes(undefined));
  return {
    logins: [...logins.values()],
    unknown:
      commits.length >= mostListed
        ? `it has ${mostListed} commits or more, and GitHub lists no more`
        : nameless !== undefined
          ? `no GitHub account has the address in the commit ${nameless.commit.oid.slice(0, 12)}`
          : addressed !== undefined
            ? `the commit ${addressed.commit.oid.slice(0, 12)} has a co-author whose address is not LOGIN@users.noreply.github.com`
            : undefined,
  };
};

/** Logins of those whom a message thanks; `undefined` for an address that only GitHub could look up. */
const coAuthorsOf = (message: string): readonly (string | undefined)[] =>
  message.split(/\r?\n/).flatMap((line) => {
    const address = /^\s*co-authored-by:[^<]*<([^>]*)>/i.exec(line)?.[1];
    return address === undefined ? [] : [/^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i.exec(address)?.[1]];
  });
