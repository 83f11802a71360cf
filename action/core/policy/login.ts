/** As GitHub knows it today. A program acts for somebody whom GitHub does not name. */
export type GithubAccount = { readonly login: string; readonly isPerson: boolean };

/** Logins as GitHub compares them: without @, capital letters do not count. */
export const plainLogin = (login: string): string => login.replace(/^@/, "").toLowerCase();

export const isAmong = (login: string, logins: readonly string[]): boolean =>
  logins.some((one) => plainLogin(one) === plainLogin(login));

/** `@a, @b or @c` */
export const namesOf = (logins: readonly string[], last: "or" | "and"): string =>
  joinedWords(
    logins.map((login) => `@${login.replace(/^@/, "")}`),
    last,
  );

const mostNamed = 8;
export const joinedWords = (words: readonly string[], last: "or" | "and"): string => {
  const shown = words.length > mostNamed ? [...words.slice(0, mostNamed), `${words.length - mostNamed} more`] : words;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} ${last} ${shown.at(-1)}`;
};
