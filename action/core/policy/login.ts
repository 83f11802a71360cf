import { firstAndMore, joinedBy } from "../text/amounts.ts";

/** As GitHub knows it today. A program acts for somebody whom GitHub does not name. */
export type GithubAccount = { readonly login: string; readonly isPerson: boolean };

/** Logins as GitHub compares them: without @, capital letters do not count. */
export const plainLogin = (login: string): string => login.replace(/^@/, "").toLowerCase();

export const isAmong = (login: string, logins: readonly string[]): boolean =>
  logins.some((one) => plainLogin(one) === plainLogin(login));

export const uniqueLogins = (logins: readonly string[]): readonly string[] => [
  ...new Map(logins.map((login) => [plainLogin(login), login])).values(),
];

/** `@a, @b or @c` */
export const loginNames = (logins: readonly string[], last: "or" | "and"): string =>
  joinedWords(
    logins.map((login) => `@${login.replace(/^@/, "")}`),
    last,
  );

/** Of many the first eight. */
export const joinedWords = (words: readonly string[], last: "or" | "and"): string =>
  joinedBy(firstAndMore(words, 8), last);
