import { lookup as resolveName } from "node:dns";
import { request as plainRequest } from "node:http";
import { Agent, request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Failure, systemCode } from "../../core/problems/failure.ts";
import { times } from "../../core/times/times.ts";
import type { News } from "../../ports/news.ts";
import { isPublicAddress } from "../foreign/route.ts";

/** The lines `NAME=ADDRESS` of the secret. What is no such line is none, and its channel has no address. */
export const newsAddresses = (secret: string): ReadonlyMap<string, string> =>
  new Map(
    secret.split("\n").flatMap((line): readonly (readonly [string, string])[] => {
      const [, name, address] = /^\s*([A-Z][A-Z0-9_]{0,39})=(\S+)\s*$/.exec(line) ?? [];
      return name === undefined || address === undefined ? [] : [[name, address]];
    }),
  );

/**
 * Posts to incoming webhooks. Whoever knows an address may write to its channel, so no message says any part of it, nor
 * any word of what answers. Mattermost and Slack say `ok` with 200; a redirect is not followed.
 */
export const webhooks = (addresses: ReadonlyMap<string, string>, timeoutMs = times.news.milliseconds): News => ({
  send: async ({ secret, kind, private: isPrivate = false }, body) => {
    const fail = (why: string): Failure =>
      new Failure(`News could not be sent to ${secret}: ${why}.`, {
        wayOut: "A later pass sends them. The address is in the secret SHREK_NEWS of the environment panda.",
      });
    const address = addresses.get(secret);
    if (address === undefined) throw fail(`the secret SHREK_NEWS has no line ${secret}=ADDRESS`);
    if (!URL.canParse(address)) throw fail("its address is none");
    const url = new URL(address);
    if (url.protocol !== "https:" && !(isPrivate && url.protocol === "http:")) throw fail("its address is not https");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!isPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw fail(noPublic);
    const answer = await post(url, body, { timeoutMs, ...(isPrivate ? {} : { lookup: publicOnly }) }).catch(
      (error: unknown) => {
        throw fail(faultOf(error, timeoutMs));
      },
    );
    if (answer.status >= 300 && answer.status < 400) throw fail("it answers with a redirect, which is not followed");
    if (answer.status < 200 || answer.status >= 300) throw fail(`it answers HTTP ${answer.status}`);
    if (kind !== "json" && answer.text.trim() !== "ok") throw fail(`what answers is not ${vendors[kind]}`);
  },
});

const vendors = { mattermost: "Mattermost", slack: "Slack" } as const;
const noPublic = "its address is no public one (`private: true` in the conventions allows it)";

/** The addresses that were looked at are the ones that are connected to. */
const publicOnly: LookupFunction = (name, options, answer) =>
  resolveName(name, { ...options, all: true }, (error, found) => {
    if (error !== null) return answer(error, []);
    const allowed = found.filter(({ address }) => isPublicAddress(address));
    const [first] = allowed;
    if (first === undefined) return answer(Object.assign(new Error("private"), { code: privateCode }), []);
    return options.all === true ? answer(null, allowed) : answer(null, first.address, first.family);
  });
const privateCode = "EPRIVATE";

type WebhookAnswer = { readonly status: number; readonly text: string };
/** Bytes of an answer that are read; `ok` has two. */
const maxRead = 1000;

type PostWay = { readonly timeoutMs: number; readonly lookup?: LookupFunction };

const post = (url: URL, body: string, { timeoutMs, ...way }: PostWay): Promise<WebhookAnswer> =>
  new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const options = {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": bytes.length, "user-agent": "shrek" },
      signal: AbortSignal.timeout(timeoutMs),
      ...way,
    };
    const request =
      url.protocol === "https:"
        ? secureRequest(url, { ...options, agent: new Agent({ keepAlive: false }) })
        : plainRequest(url, { ...options, agent: false });
    request.on("error", reject);
    request.on("response", (response) => {
      const status = response.statusCode ?? 0;
      let text = "";
      const end = (): void => resolve({ status, text });
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
        if (text.length <= maxRead) return;
        end();
        response.destroy();
      });
      response.on("end", end);
      response.on("error", reject);
    });
    request.end(bytes);
  });

const faultOf = (error: unknown, timeoutMs: number): string => {
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError"))
    return `no answer in ${timeoutMs / 1000} s`;
  const code = systemCode(error);
  if (code === privateCode) return noPublic;
  return code === undefined ? "the connection broke" : `the connection broke (${code})`;
};
