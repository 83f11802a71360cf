import pLimit from "p-limit";
import { loginRefusal } from "../../core/login/refusal.ts";
import { originOf } from "../../core/login/settings.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import type { Unanswered } from "../../core/submission/panda-answer.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Login } from "./login.ts";
import { slimList } from "./slim-list.ts";

export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly text: string;
      /** By the server's clock; `undefined`: it did not say. Ours is no evidence of anything at PanDA (SAFETY rule 10). */
      readonly date: Date | undefined;
      /** Milliseconds that the server asks to wait; 0: it does not ask. */
      readonly retryAfter: number;
    }
  | Unanswered;

type Call = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
  /** Of each row of the answer's data nothing else is read. */
  readonly fields?: readonly string[];
  /** Milliseconds. */
  readonly timeout: number;
  /** The right to it ends (SAFETY rule 3), so that it waits for no other call; a wave makes eight at once. */
  readonly isUrgent?: true;
};

/** Connections to PanDA at the same time in this process, however many submissions ask. */
const most = 8;
const connections = pLimit(most);
/** How many calls in a row PanDA has not answered. */
let silent = 0;

/**
 * One request, never repeated here: who may be asked twice is decided by the caller, call by call. A broken link is
 * an answer, because for a submit the difference between "did not arrive" and "nobody knows" decides everything.
 */
export const callPanda = (login: Login, call: Call): Promise<Answer> => {
  const make = (): Promise<Answer> =>
    callServer(login.url, { Authorization: `Bearer ${login.token}`, Origin: originOf(login) }, call);
  if (call.isUrgent) return make();
  const waits = connections.activeCount >= most;
  return connections(async () => {
    // Thousands that wait do not each wait for a server that is silent.
    if (waits && silent >= most) return { kind: "unanswered", arrived: "no", message: "PanDA does not answer" };
    const answer = await make();
    silent = answer.kind === "unanswered" ? silent + 1 : 0;
    return answer;
  });
};

/** Without a login where none is given. */
export const callServer = async (
  url: string,
  login: Readonly<Record<string, string>>,
  { method, path, headers, body, fields, timeout }: Call,
): Promise<Answer> => {
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
      headers: { ...login, Accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text =
      fields === undefined || response.body === null ? await response.text() : await slimList(response.body, fields);
    const sent = new Date(response.headers.get("date") ?? Number.NaN);
    const date = Number.isNaN(sent.getTime()) ? undefined : sent;
    return {
      kind: "answered",
      status: response.status,
      text,
      date,
      retryAfter: waitAskedFor(response.headers.get("retry-after"), date ?? new Date()),
    };
  } catch (error) {
    return { kind: "unanswered", arrived: neverLeft(error) ? "no" : "maybe", message: linkFault(error) };
  }
};

/** Seconds, or a date by the server's own clock. */
const waitAskedFor = (header: string | null, now: Date): number => {
  if (header === null) return 0;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
};

const beforeAnyByte =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
export const neverLeft = (error: unknown): boolean => beforeAnyByte.test(codeOf(error));

const codeOf = (error: unknown): string => {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ("code" in at && typeof at.code === "string") return at.code;
  return "";
};

/** undici's words for a proxy's answer. */
const asksProxyLogin = (error: unknown): boolean => {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (/^Proxy response \(407\)/.test(at.message)) return true;
  return false;
};

/** What broke, without the text of the error: it may hold the request. */
export const linkFault = (error: unknown): string => {
  if (error instanceof Error && error.name === "TimeoutError") return "no answer in time";
  if (asksProxyLogin(error)) return "the proxy wants a login (407), which https_proxy does not hold";
  const code = codeOf(error);
  return code === "" ? "the connection broke" : `the connection broke (${code})`;
};

/** PanDA refused before it looked at the request: nothing has happened. */
export const notArrived = (status: number): boolean => status === 400 || status === 401 || status === 403;

const maxShownLength = 300;
/** Server text for people: one line, cut, without anything that looks like a token, and without marks that reverse text or command a terminal. */
export const serverText = (text: string): string => {
  const line = text
    .replace(/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+/g, "[token]")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > maxShownLength ? `${line.slice(0, maxShownLength)}...` : line;
};

/** The way out where PanDA has the trouble, and not the caller. */
export const tryLater = { wayOut: "Nothing was changed; try again later." } as const;

/** The way out where PanDA understood and refused. */
export const askDoctor = {
  wayOut: "Nothing was changed. `shrek doctor` says whether PanDA and the login work.",
} as const;

/** To a secured method without a token (panda-server 1.0.4, api/v1/common.py:26). */
const noToken = "SSL secure connection is required";

/** A read that must be answered. */
export const dataOf = (answer: Answer, what: string): { readonly data: unknown; readonly date: Date | undefined } => {
  if (answer.kind === "unanswered")
    throw new Outage(`PanDA cannot be reached to ${what}: ${answer.message}.`, tryLater);
  if (notArrived(answer.status)) throw refused(what, answer.text);
  const value = parseJson(answer.text);
  if (answer.status === 200 && typeof value === "object" && value !== null && "success" in value && "data" in value) {
    if (value.success === true) return { data: value.data, date: answer.date };
    const message = "message" in value ? serverText(String(value.message)) : "";
    // What PanDA says without its database (PANDA R8).
    if (message.startsWith("Failed to retrieve task IDs"))
      throw new Outage(`PanDA's database is away: it failed to ${what}.`, tryLater);
    // It calls itself with a login of its own (PANDA R6): an answer to that call is not about our login.
    if (message.startsWith("ERROR : failed to register sandbox to DB"))
      throw new Outage(`PanDA's server failed in a call to itself, to ${what}: ${message}`, tryLater);
    throw new Failure(`PanDA refused to ${what}: ${message}`, {
      wayOut: message === noToken ? "PanDA received no token: check PANDA_AUTH_ID_TOKEN." : askDoctor.wayOut,
    });
  }
  throw notUnderstood(`PanDA's answer to ${what}`, answer);
};

/** A server in trouble ends by itself; a page that is not PanDA's is for a person. */
export const notUnderstood = (what: string, { status, text }: Extract<Answer, { kind: "answered" }>): Failure =>
  new (status >= 500 || status === 429 ? Outage : Failure)(
    `${what} cannot be parsed (HTTP ${status}): ${serverText(text)}`,
    tryLater,
  );

const refused = (what: string, text: string): Failure => {
  const known = loginRefusal(text);
  return known === undefined
    ? new Failure(`PanDA refused to ${what}: ${serverText(text)}`, {
        wayOut: "Check the login and PANDA_AUTH_VO; `shrek doctor` says more.",
      })
    : new Failure(`PanDA refused to ${what}: ${known.why}.`, { wayOut: known.wayOut });
};
