import { Failure, Outage } from "../../core/problems/failure.ts";
import type { Unanswered } from "../../core/submission/panda-answer.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { linkFault, neverLeft, serverText } from "../panda/wire.ts";

export type RucioCall = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
};

export type RucioAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly text: string;
      readonly headers: Headers;
      /** Milliseconds that the server asks to wait. */
      readonly retryAfter: number;
    }
  | Unanswered;

/** One request, repeated by no layer here. The server chooses its form of answer: a wish for another one is refused (RUCIO C3). */
export const callRucio = async (
  server: string,
  { method, path, body, headers, timeout }: RucioCall,
): Promise<RucioAnswer> => {
  try {
    const response = await fetch(`${server}${path}`, {
      method,
      redirect: "manual", // a token follows no address that a server gives
      signal: AbortSignal.timeout(timeout),
      headers: { ...headers, Accept: "*/*" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const wait = Number(response.headers.get("retry-after") ?? 0) * 1000;
    return {
      kind: "answered",
      status: response.status,
      text,
      headers: response.headers,
      retryAfter: Number.isFinite(wait) ? Math.max(0, wait) : 0,
    };
  } catch (error) {
    return { kind: "unanswered", arrived: neverLeft(error) ? "no" : "maybe", message: linkFault(error) };
  }
};

/** A server, or a proxy before it, may repeat what it was sent, and what it says of trouble is shown to people. */
export const withoutSecrets = (answer: RucioAnswer, secrets: readonly string[]): RucioAnswer => {
  if (answer.kind === "unanswered") return answer;
  const shown = secrets.filter((secret) => secret !== "" && answer.text.includes(secret));
  return shown.length === 0
    ? answer
    : { ...answer, text: shown.reduce((text, secret) => text.replaceAll(secret, "[secret]"), answer.text) };
};

/** Rucio's own class and words of a refusal, which a proxy or another server does not write (RUCIO C2). */
export const refusalIn = (text: string): { readonly why: string; readonly message: string } | undefined => {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || !("ExceptionClass" in value) || !("ExceptionMessage" in value))
    return undefined;
  return { why: serverText(String(value.ExceptionClass)), message: serverText(String(value.ExceptionMessage)) };
};

/** Rucio's clock is in each answer of a web server. */
export const dateOf = (headers: Headers): Date => {
  const date = new Date(headers.get("date") ?? "");
  if (!Number.isNaN(date.getTime())) return date;
  throw new Failure("Rucio's answer has no date.", {
    wayOut: "Check `rucio: server` in the conventions; `shrek doctor` says whether it answers.",
  });
};

export const rucioLater = { wayOut: "Nothing was changed; try again later." } as const;

/** What to say of an answer that a read cannot go on with. */
export const notRead = (answer: RucioAnswer, what: string): Failure => {
  if (answer.kind === "unanswered")
    return new Outage(`Rucio cannot be reached to ${what}: ${answer.message}.`, rucioLater);
  const { status, text } = answer;
  const refusal = refusalIn(text);
  if (status === 401)
    return new Failure(`Rucio refused to ${what}: ${refusal?.message ?? "HTTP 401"}`, {
      wayOut: "Check the login and the account in `rucio` of the conventions; `shrek doctor` says more.",
    });
  if (status >= 500 || status === 429)
    return new Outage(`Rucio is in trouble: it failed to ${what} (HTTP ${status}).`, rucioLater);
  return new Failure(
    refusal === undefined
      ? `The answer to "${what}" is not Rucio's (HTTP ${status}): ${serverText(text)}`
      : `Rucio refused to ${what}: ${refusal.message}`,
    { wayOut: "Check `rucio: server` in the conventions; `shrek doctor` says whether it answers." },
  );
};

export type RucioRow = Readonly<Record<string, unknown>>;

/**
 * Rucio's lists: JSON, an object a line. A server that dies while it sends closes the connection, so that a list which
 * is cut looks whole (RUCIO C4): a half line is noticed here, and that a row lacks is believed of no list alone.
 */
export const readStream = (text: string, what: string): readonly RucioRow[] => {
  if (text === "") return [];
  if (!text.endsWith("\n") && text.startsWith("{"))
    throw new Outage(`Rucio's answer to "${what}" broke off.`, rucioLater);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => rowOf(parseJson(line), line, what));
};

export const onlyRow = (text: string, what: string): RucioRow => rowOf(parseJson(text), text, what);

const rowOf = (value: unknown, text: string, what: string): RucioRow => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Failure(`The answer to "${what}" is not Rucio's: ${serverText(text)}`, {
    wayOut: "Check `rucio: server` in the conventions; `shrek doctor` says whether it answers.",
  });
};

const misread = (row: RucioRow, field: string): Failure =>
  new Failure(`Rucio's answer has no good ${field}: ${serverText(JSON.stringify(row))}`, {
    wayOut: "Nothing was changed; tell the administrators of Rucio, or SHREK's maintainers.",
  });

export const textIn = (row: RucioRow, field: string): string => {
  const value = row[field];
  if (typeof value === "string" && value !== "") return value;
  throw misread(row, field);
};

/** Rucio writes null where it has not counted. */
export const countIn = (row: RucioRow, field: string): number | undefined => {
  const value = row[field];
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw misread(row, field);
};

export const flagIn = (row: RucioRow, field: string): boolean => {
  const value = row[field];
  if (typeof value === "boolean") return value;
  throw misread(row, field);
};

/** As Rucio prints it: `Mon, 30 Nov 2026 15:07:02 UTC`. */
export const dateIn = (row: RucioRow, field: string): Date | undefined => {
  const value = row[field];
  if (value === null || value === undefined) return undefined;
  const date = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(date.getTime())) throw misread(row, field);
  return date;
};
