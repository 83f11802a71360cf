import { type GithubAccount, plainLogin, uniqueLogins } from "./login.ts";
import type { Pushers } from "./pushers.ts";

/** The people who took part in a pull request, so that none of them approves it. */
export type Writers = {
  readonly logins: readonly string[];
  /** Why somebody may be missing here; `undefined`: all are known. */
  readonly unknown: string | undefined;
  /** Left out unless exactly one program had a hand in it: which, and why somebody may be missing besides it. */
  readonly program?: { readonly login: string; readonly unknown: string | undefined };
};

/** The people who took part in it, without a program that acts on its own. */
export const withoutProgram = (writers: Writers, login: string): Writers => {
  const { program, logins } = writers;
  return program === undefined || plainLogin(program.login) !== plainLogin(login)
    ? writers
    : { logins: logins.filter((one) => plainLogin(one) !== plainLogin(login)), unknown: program.unknown };
};

export type WrittenCommit = {
  readonly oid: string;
  /** `undefined`: GitHub knows no account with that address. */
  readonly author: GithubAccount | undefined;
  readonly committer: GithubAccount | undefined;
  readonly message: string;
};

/** GitHub lists at most this many commits of a pull request, and does not say that there are more. */
const maxListed = 250;

/** `opener`: `undefined` where the account is gone. */
export const writersOf = (
  opener: GithubAccount | undefined,
  commits: readonly WrittenCommit[],
  pushers: Pushers,
): Writers => {
  const named = commits.map((commit) => ({ commit, coAuthors: coAuthorsOf(commit.message) }));
  const logins = [
    opener?.login,
    ...named.flatMap(({ commit, coAuthors }) => [commit.author?.login, commit.committer?.login, ...coAuthors]),
    ...pushers.accounts.map(({ login }) => login),
  ].flatMap((login) => login ?? []);
  const many =
    commits.length >= maxListed ? `it has ${maxListed} commits or more, and GitHub lists no more` : undefined;
  const missing = many ?? missingIn(opener, named);
  const programs = [
    opener,
    ...commits.flatMap(({ author, committer }) => [author, committer?.login === webEditor ? undefined : committer]),
    ...pushers.accounts,
  ].flatMap((account) => (account !== undefined && isProgram(account) ? [account.login] : []));
  const [only, ...others] = new Set(programs);
  return {
    logins: uniqueLogins(logins),
    unknown: missing ?? programIn(opener, commits, pushers.accounts) ?? pushers.unknown,
    ...(only === undefined || others.length > 0
      ? {}
      : { program: { login: only, unknown: missing ?? pushers.unknown } }),
  };
};

type NamedIn = { readonly commit: WrittenCommit; readonly coAuthors: readonly (string | undefined)[] };

const missingIn = (opener: GithubAccount | undefined, named: readonly NamedIn[]): string | undefined => {
  if (opener === undefined) return "the account that opened it is gone";
  const nameless = named.find(({ commit }) => commit.author === undefined || commit.committer === undefined);
  if (nameless !== undefined) return `no GitHub account has the address in the commit ${shortOf(nameless.commit)}`;
  const addressed = named.find(({ coAuthors }) => coAuthors.includes(undefined));
  return addressed === undefined
    ? undefined
    : `the commit ${shortOf(addressed.commit)} has a co-author whose address is not LOGIN@users.noreply.github.com`;
};

/** Whoever may push can have a workflow write, push or open for him, and then approve it. */
const programIn = (
  opener: GithubAccount | undefined,
  commits: readonly WrittenCommit[],
  pushers: readonly GithubAccount[],
): string | undefined => {
  const written = commits.find(
    ({ author, committer }) => isProgram(author) || (isProgram(committer) && committer?.login !== webEditor),
  );
  if (written !== undefined) return `a program wrote the commit ${shortOf(written)}, and GitHub does not say for whom`;
  if (isProgram(opener)) return `the program ${opener?.login} opened it, and GitHub does not say for whom`;
  const pushed = pushers.find(isProgram);
  return pushed === undefined
    ? undefined
    : `the program ${pushed.login} pushed to its branch, and GitHub does not say for whom`;
};

/** Commits what people write on GitHub's pages, and is named nowhere else: such a commit's author and pusher are that person. */
const webEditor = "web-flow";
const isProgram = (account: GithubAccount | undefined): boolean =>
  account !== undefined && (!account.isPerson || account.login === webEditor);

const shortOf = ({ oid }: WrittenCommit): string => oid.slice(0, 12);

/** Words before a name that make it an author's; `Signed-off-by`, `Reviewed-by` and the like say something else. */
const authorship = /^\s*(?:(?:co-?)?(?:authored|developed|committed|written)-by|pair(?:ed)?-with)\s*:(.*)/i;

/** Logins of those whom a message names as authors; `undefined` for somebody whom only GitHub could look up. */
const coAuthorsOf = (message: string): readonly (string | undefined)[] =>
  message.split(/\r?\n/).flatMap((line) => {
    const named = authorship.exec(line)?.[1];
    if (named === undefined) return [];
    const addresses = [...named.matchAll(/<([^>]*)>/g)].map(([, address = ""]) => address);
    return addresses.length === 0 ? [undefined] : addresses.map(loginIn);
  });

const loginIn = (address: string): string | undefined =>
  /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i.exec(address.trim())?.[1];
