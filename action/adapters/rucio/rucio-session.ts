import { Agent, request } from "node:https";
import { createSecureContext } from "node:tls";
import pLimit from "p-limit";
import type { RucioSettings } from "../../core/login/rucio-settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Limits } from "../panda/limits.ts";
import { isPassing, repeatWhile } from "../panda/repeat-read.ts";
import { linkFault, neverLeft } from "../panda/wire.ts";
import { callRucio, notRead, type RucioAnswer, type RucioCall, refusalIn, withoutSecrets } from "./rucio-call.ts";

/** A token, which Rucio gives for an hour; one that comes from outside is used as it is (RUCIO C1, C19, C20). */
const logInToRucio = async (
  { server, account, way }: RucioSettings,
  limits: Limits,
  waitOf: (answer: RucioAnswer) => number | undefined,
): Promise<string> => {
  const about = { "X-Rucio-Account": account, "X-Rucio-AppID": "shrek" };
  switch (way.kind) {
    case "token":
      return way.token;
    case "userpass": {
      const headers = { ...about, "X-Rucio-Username": way.user, "X-Rucio-Password": way.password };
      const call = { method: "GET", path: "/auth/userpass", headers, timeout: limits.read } as const;
      const answer = await repeatWhile(limits, () => callRucio(server, call), waitOf);
      return tokenIn(
        withoutSecrets(answer, [way.password, way.user]),
        account,
        "Check RUCIO_USERNAME and RUCIO_PASSWORD, and `rucio: account` in the conventions.",
      );
    }
    case "x509": {
      const shown = { headers: about, pem: way.pem, timeout: limits.read };
      const answer = await repeatWhile(limits, () => showCertificate(`${server}/auth/x509_proxy`, shown), waitOf);
      return tokenIn(
        answer,
        account,
        "Check that RUCIO_X509 has not ended, and belongs to `rucio: account` of the conventions.",
      );
    }
  }
};

/** Rucio's words of a refused login are not shown: they may repeat what it was sent. */
const tokenIn = (answer: RucioAnswer, account: string, wayOut: string): string => {
  const token = answer.kind === "answered" ? answer.headers.get("x-rucio-auth-token") : null;
  if (answer.kind === "answered" && answer.status === 200 && token !== null) return token;
  if (answer.kind === "answered" && answer.status === 401 && refusalIn(answer.text) !== undefined)
    throw new Failure(`Rucio refuses the login of the account ${account}.`, { wayOut });
  throw notRead(answer, "log in");
};

type Certificate = {
  readonly headers: Readonly<Record<string, string>>;
  readonly pem: string;
  /** Milliseconds. */
  readonly timeout: number;
};

/** `fetch` shows no certificate. The key never leaves this process: the handshake proves that we have it. */
const showCertificate = (address: string, { headers, pem, timeout }: Certificate): Promise<RucioAnswer> =>
  new Promise((resolve, reject) => {
    const failed = (error: unknown): void =>
      resolve({ kind: "unanswered", arrived: neverLeft(error) ? "no" : "maybe", message: linkFault(error) });
    try {
      const asked = request(
        address,
        // Of an option `key` Node prints the text where NODE_DEBUG asks it to talk.
        {
          agent: new Agent({ secureContext: createSecureContext({ cert: pem, key: pem }) }),
          ...{ headers, signal: AbortSignal.timeout(timeout) },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", failed);
          response.on("end", () =>
            resolve({
              kind: "answered",
              status: response.statusCode ?? 0,
              text: Buffer.concat(parts).toString("utf8"),
              headers: new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
              retryAfter: 0,
            }),
          );
        },
      );
      asked.on("error", failed);
      asked.end();
    } catch {
      // The cause may quote what it could not read.
      reject(
        new Failure("RUCIO_X509 cannot be read as a certificate with its key.", {
          wayOut: "Set it to the text of a proxy, or of a certificate and its key without a password.",
        }),
      );
    }
  });

type RucioRequest = Omit<RucioCall, "timeout" | "headers">;

/** A login at one Rucio. Tokens live for an hour there; one that ended is renewed once. */
export type RucioSession = {
  /** A read: repeated while its error may go away. */
  read(call: RucioRequest, what: string): Promise<Extract<RucioAnswer, { kind: "answered" }>>;
  /** Exactly one call, after a login that is made now; with one that has ended Rucio does nothing. */
  send(call: RucioRequest): Promise<RucioAnswer>;
};

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
  const renewing = async (asked: () => Promise<RucioAnswer>): Promise<RucioAnswer> => {
    const answer = await asked();
    if (!isExpired(answer)) return answer;
    token = undefined;
    return asked();
  };
  return {
    read: async (call, what) => {
      const answer = await renewing(() => repeatWhile(limits, () => make(call, limits.read), waitOf));
      if (answer.kind === "answered" && (answer.status < 300 || isAnswer(answer))) return answer;
      throw notRead(answer, what);
    },
    send: (call) => renewing(() => make(call, limits.order)),
  };
};

/** Milliseconds to wait before the call is made again; `undefined`: the answer stays. */
const waitOf = (answer: RucioAnswer): number | undefined => {
  if (answer.kind === "unanswered") return 0;
  return isPassing(answer.status) && refusalIn(answer.text)?.why !== "InvalidObject" ? answer.retryAfter : undefined;
};

/** "There is none" is an answer where Rucio itself says it; the 404 of a proxy is none. */
const isAnswer = ({ status, text }: Extract<RucioAnswer, { kind: "answered" }>): boolean =>
  status === 303 || (status === 404 && ["DataIdentifierNotFound", "RuleNotFound"].includes(refusalIn(text)?.why ?? ""));

export const isExpired = (answer: RucioAnswer): boolean =>
  answer.kind === "answered" && answer.status === 401 && refusalIn(answer.text)?.why === "CannotAuthenticate";
