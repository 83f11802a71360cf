import { createServer, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { closeServer, onLoopback } from "../loopback.ts";
import { openActivity } from "../panda/activity.ts";
import { readCall } from "../panda/call.ts";
import { html, text } from "../panda/envelope.ts";
import { issueRucioToken, understood } from "./answer.ts";
import type { RucioAnswered } from "./asked.ts";
import { RucioRefusal, refusalAnswer } from "./refusal.ts";
import { countCollections } from "./replicas.ts";
import { emptyState, nowAt, type RucioState } from "./state.ts";

/** What can go wrong between a client and Rucio. */
export type RucioFault = {
  readonly fault:
    | "no-answer-before-effect"
    | "no-answer-after-effect"
    | "500"
    | "too-many"
    | "html"
    | "expired-token"
    | "time-out"
    | "slow"
    /** The connection ends in the middle of a line, or behind one: Rucio sends no length. */
    | "cut-line"
    | "cut-list"
    /** Rows without what they should have. */
    | "strange-rows";
  /** `bulkmeta`, `did`, `login`, `*` ... */
  readonly at: string;
  readonly times?: number;
  /** Milliseconds. */
  readonly delay?: number;
};

/** A running sandbox Rucio. */
export type RucioHandle = AsyncDisposable & {
  readonly url: string;
  readonly state: RucioState;
  /** The daemon that counts what rules have made. */
  count(): void;
  token(account: string): string;
  fault(fault: RucioFault): void;
  mend(): void;
  /** Requests since the start or the last clear, by what was asked. */
  calls(): Readonly<Record<string, number>>;
  clearCalls(): void;
  close(): Promise<void>;
};

export const startRucio = async (options: {
  readonly password: string;
  /** What it holds already; a copy, so that many may begin with it. */
  readonly filled?: RucioState;
}): Promise<RucioHandle> => {
  const state = options.filled === undefined ? emptyState(options.password) : structuredClone(options.filled);
  const activity = openActivity();
  let faults: { readonly fault: RucioFault; left: number }[] = [];
  const take = (key: string): RucioFault | undefined => {
    const found = faults.find(({ fault }) => fault.at === "*" || fault.at === key);
    if (found === undefined) return undefined;
    found.left -= 1;
    faults = faults.filter(({ left }) => left > 0);
    return found.fault;
  };
  const server = createServer((request, response) => {
    const work = async (): Promise<void> => {
      const { key, respond } = understood(state, await readCall(request));
      activity.count(key);
      const fault = take(key);
      response.setHeader("Date", nowAt(state).toUTCString());
      if (fault === undefined) send(response, respond());
      else await goWrong(fault, respond, response);
    };
    work().catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) send(response, text(String(error), 500));
    });
  });
  const url = await onLoopback(server);
  const close = () => closeServer(server);
  return {
    url,
    state,
    count: () => countCollections(state),
    token: (account) => issueRucioToken(state, account, account),
    fault: (fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    mend: () => {
      faults = [];
    },
    calls: activity.calls,
    clearCalls: activity.clear,
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** As a server behind Apache that streams: no length, so that what is cut ends like what is whole. */
const send = (response: ServerResponse, { status, contentType, body, headers, retryAfter }: RucioAnswered): void => {
  response.writeHead(status, {
    "Content-Type": contentType,
    Connection: "close",
    ...(retryAfter === undefined ? {} : { "Retry-After": retryAfter }),
    ...headers,
  });
  response.end(body);
};

const goWrong = async (fault: RucioFault, respond: () => RucioAnswered, response: ServerResponse): Promise<void> => {
  if (fault.delay !== undefined) await sleep(fault.delay);
  switch (fault.fault) {
    case "no-answer-before-effect":
      return void response.destroy();
    case "no-answer-after-effect":
      respond();
      return void response.destroy();
    case "time-out":
      return;
    case "slow":
      return send(response, respond());
    case "500":
      return send(response, text("Internal Server Error", 500));
    case "too-many":
      return send(response, { ...text("Too Many Requests", 429), retryAfter: 1 });
    case "html":
      return send(response, html("<!doctype html><title>Single Sign-On</title><h1>Sign in</h1>"));
    case "expired-token":
      return send(
        response,
        refusalAnswer(new RucioRefusal(401, "CannotAuthenticate", "Cannot authenticate with given credentials")),
      );
    case "cut-line": {
      const answer = respond();
      return send(response, { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) });
    }
    case "cut-list": {
      const answer = respond();
      const lines = String(answer.body).split("\n").slice(0, -1);
      return send(response, {
        ...answer,
        body: lines
          .slice(0, -1)
          .map((line) => `${line}\n`)
          .join(""),
      });
    }
    case "strange-rows": {
      const answer = respond();
      return send(response, { ...answer, body: '{"scope": 7}\n' });
    }
  }
};
