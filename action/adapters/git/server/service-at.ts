import type { GitService } from "./git-server.ts";
import { smartHttp } from "./smart-http.ts";

export type RemotePlace = {
  /** `https://github.com/OWNER/REPO.git`. */
  readonly url: string;
  /** With a login, as `tokenEnvironment` has it. */
  readonly env: Readonly<Record<string, string>>;
};

/** What such an environment sends there. */
export const authorizationIn = (env: RemotePlace["env"]): string | undefined =>
  /^Authorization: (.*)$/.exec(env["GIT_CONFIG_VALUE_0"] ?? "")?.[1];

/** A server that is asked without git; `undefined`: it is reached in another way, or without such a login. */
export const serviceAt = ({ url, env }: RemotePlace): GitService | undefined => {
  const authorization = authorizationIn(env);
  return authorization === undefined || !/^https?:\/\//.test(url) ? undefined : smartHttp(url, authorization);
};
