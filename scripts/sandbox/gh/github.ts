import type { IncomingMessage } from "node:http";
import { text as textIn } from "node:stream/consumers";
import { type JsonObject, listOf, objectOf, textOf } from "../github/json.ts";
import { No, Refused } from "./no.ts";

/** GitHub as somebody's token sees it, and the repository that GH_REPO names. */
export type Github = {
  readonly repo: string;
  /** Below `/repos/OWNER/NAME`. */
  call(method: string, path: string, body?: unknown): Promise<JsonObject>;
  list(path: string): Promise<readonly JsonObject[]>;
  /** Below the repository's own address, where the pages are. */
  page(path: string): Promise<string>;
  /** Any address of REST; what it answers. */
  ask(method: string, path: string, body?: unknown): Promise<string>;
};

/** `fetch`, and an import of `node:http` too, load a second HTTP client: half of what a start of this program takes. */
const { request } = process.getBuiltinModule("node:http");

export const openGithub = (env: NodeJS.ProcessEnv): Github => {
  const { GH_TOKEN = "", GH_REPO = "", GH_API = "" } = env;
  const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
    const address = `${GH_API}/${path}`;
    const headers = { authorization: `Bearer ${GH_TOKEN}`, "content-type": "application/json", "user-agent": "gh" };
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      request(address, { method, headers }, resolve)
        .on("error", reject)
        .end(body === undefined ? undefined : JSON.stringify(body)),
    ).catch(() => {
      throw new No(`error connecting to ${GH_API}: check that the sandbox runs`);
    });
    const [status = 0, text] = [response.statusCode, await textIn(response)];
    if (status < 300) return text;
    throw new Refused(status, saidIn(text), address);
  };
  const call = async (method: string, path: string, body?: unknown): Promise<JsonObject> => {
    const text = await ask(method, `repos/${GH_REPO}/${path}`, body);
    return text === "" ? {} : objectOf(JSON.parse(text));
  };
  return {
    repo: GH_REPO,
    ask,
    call,
    list: async (path) => {
      const found: JsonObject[] = [];
      for (let page = 1; ; page += 1) {
        const more = path.includes("?") ? "&" : "?";
        const text = await ask("GET", `repos/${GH_REPO}/${path}${more}per_page=100&page=${page}`);
        const items = listOf(JSON.parse(text)).map(objectOf);
        found.push(...items);
        if (items.length < 100) return found;
      }
    },
    page: (path) => ask("GET", `${GH_REPO}/${path}`),
  };
};

/** `field is code` where GitHub has no words for it. */
const faultOf = ({ field, code, message }: JsonObject): string =>
  textOf(message, `${textOf(field)} is ${textOf(code)}`);

/** In one line: what is wrong where GitHub lists it, else its message. */
const saidIn = (text: string): string => {
  try {
    const { message, errors } = objectOf(JSON.parse(text));
    const faults = listOf(errors).map((one) => (typeof one === "string" ? one : faultOf(objectOf(one))));
    return (faults.length > 0 ? faults.join(", ") : textOf(message, "Not Found")).replaceAll(/\s+/g, " ").trim();
  } catch {
    return "Not Found";
  }
};
