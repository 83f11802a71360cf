import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { closeServer, onLoopback } from "../loopback.ts";
import { readBody } from "./read-body.ts";

/** What can go wrong between a client and a webhook. */
export type WebhookFault =
  | { readonly fault: "status"; readonly status: number; readonly body?: string }
  /** `taken`: the message is in the channel all the same. */
  | { readonly fault: "garbage" | "hang" | "reset" | "cut" | "endless"; readonly taken?: boolean }
  | { readonly fault: "redirect"; readonly to: string };

type WebhookKind = "mattermost" | "slack" | "json";

/** A running webhook of each kind, each with the messages of its channel. */
export type WebhookHandle = {
  /** The address, which whoever knows it may write to. */
  address(kind: WebhookKind): string;
  readonly messages: Readonly<Record<WebhookKind, string[]>>;
  /** Until `mend`. */
  fail(fault: WebhookFault): void;
  mend(): void;
  calls(): number;
  close(): Promise<void>;
};

/** The last part of each address, as secret as a password. */
const keysWith = (word: string): Readonly<Record<WebhookKind, string>> => ({
  mattermost: `/hooks/kq3mattermost${word}`,
  slack: `/services/T0SLACK/B0SLACK/slack${word}`,
  json: `/in?key=json${word}`,
});

/** `word`: ends the secret part of each address. */
export const startWebhook = async (word = "key7"): Promise<WebhookHandle> => {
  const keys = keysWith(word);
  const messages: WebhookHandle["messages"] = { mattermost: [], slack: [], json: [] };
  let [fault, calls] = [undefined as WebhookFault | undefined, 0];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls += 1;
    const kind = (["mattermost", "slack", "json"] as const).find((one) => keys[one] === request.url);
    const read = kind === undefined ? undefined : await readBody(kind, request);
    if (kind === undefined || read === undefined) return end(response, 404, "no_service");
    if (read.fault !== undefined) return end(response, 400, read.fault);
    if (fault === undefined || ("taken" in fault && fault.taken === true)) messages[kind].push(read.message);
    if (fault !== undefined) return failWith(fault, response);
    return end(response, 200, kind === "json" ? "" : "ok");
  };
  const url = await onLoopback(server);
  return {
    address: (kind) => `${url}${keys[kind]}`,
    messages,
    fail: (what) => {
      fault = what;
    },
    mend: () => {
      fault = undefined;
    },
    calls: () => calls,
    close: () => closeServer(server),
  };
};

const end = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { "content-type": "text/plain" }).end(body);
};

const failWith = (fault: WebhookFault, response: ServerResponse): void => {
  switch (fault.fault) {
    case "status":
      return end(response, fault.status, fault.body ?? "");
    case "redirect":
      response.writeHead(302, { location: fault.to }).end();
      return;
    case "garbage":
      return end(response, 200, "<html>Log in to the network of the hotel</html>");
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "cut":
      response.writeHead(200, { "content-length": "2" }).write("o");
      response.socket?.destroySoon();
      return;
    case "endless":
      response.writeHead(200);
      flood(response);
  }
};

const flood = (response: ServerResponse): void => {
  while (!response.destroyed && response.write("ok".repeat(10_000)));
  if (!response.destroyed) response.once("drain", () => flood(response));
};
