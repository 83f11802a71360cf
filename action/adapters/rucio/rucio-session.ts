import pLimit from "p-limit";
import type { RucioSettings } from "../../core/login/rucio-settings.ts";
import type { Limits } from "../panda/limits.ts";
import { isPassing, repeatWhile } from "../panda/repeat-read.ts";
import { logInToRucio } from "./log-in.ts";
import { callRucio, notRead, type RucioAnswer, type RucioCall, refusalIn, withoutSecrets } from "./rucio-call.ts";

type RucioRequest = Omit<RucioCall, "timeout" | "headers">;

/** A login at one Rucio. Tokens live for an hour there; one that ended is renewed once. */
export type RucioSession = {
  /** A read: repeated while its error may go away. */
  read(call: RucioRequest, what: string): Promise<Extract<RucioAnswer, { kind: "answered" }>>;
  /** Exactly one call, after a login that is made now. */
  send(call: RucioRequest): Promise<RucioAnswer>;
};

/** Calls at the same time, as to PanDA. */
const atOnce = 8;

export const openRucio = (settings: RucioSettings, limits: Limits): RucioSession => {
  const connections = pLimit(atOnce);
  let token: Promise<string> | undefined;
  const currentToken = (): Promise<string> => {
    token ??= logInToRucio(settings, limits, waitOf).catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  };
  const make = async (call: RucioRequest, timeout: number): Promise<RucioAnswer> => {
    const own = await currentToken();
    const headers = { "X-Rucio-Auth-Token": own };
    return withoutSecrets(await connections(() => callRucio(settings.server, { ...call, headers, timeout })), [own]);
  };
  const readOnce = (call: RucioRequest): Promise<RucioAnswer> =>
    repeatWhile(limits, () => make(call, limits.read), waitOf);
  return {
    read: async (call, what) => {
      let answer = await readOnce(call);
      if (isExpired(answer)) {
        token = undefined;
        answer = await readOnce(call);
      }
      if (answer.kind === "answered" && (answer.status < 300 || isAnswer(answer))) return answer;
      throw notRead(answer, what);
    },
    send: (call) => make(call, limits.order),
  };
};

/** Milliseconds to wait before the call is made again; `undefined`: the answer stays. */
const waitOf = (answer: RucioAnswer): number | undefined => {
  if (answer.kind === "unanswered") return 0;
  return isPassing(answer.status) && refusalIn(answer.text)?.why !== "InvalidObject" ? answer.retryAfter : undefined;
};

/** "There is none" is an answer where Rucio itself says it; the 404 of a proxy is none. */
const isAnswer = ({ status, text }: Extract<RucioAnswer, { kind: "answered" }>): boolean =>
  status === 303 || (status === 404 && refusalIn(text)?.why === "DataIdentifierNotFound");

const isExpired = (answer: RucioAnswer): boolean =>
  answer.kind === "answered" && answer.status === 401 && refusalIn(answer.text)?.why === "CannotAuthenticate";
