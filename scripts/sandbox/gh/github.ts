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
  /** Any address of REST. */
  ask(method: string, path: string, body?: unknown): Promise<Response>;
};

export const openGithub = (env: NodeJS.ProcessEnv): Github => {
  const { GH_TOKEN = "", GH_REPO = "", GH_API = "" } = env;
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const address = `${GH_API}/${path}`;
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${GH_TOKEN}`, "content-type": "application/json" };
    const response = await fetch(address, { method, headers, ...sent }).catch(() => {
      throw new No(`error connecting to ${GH_API}: check that the sandbox runs`);
    });
    if (response.ok) return response;
    throw new Refused(response.status, saidIn(await response.text()), address);
  };
  const call = async (method: string, path: string, body?: unknown): Promise<JsonObject> => {
    const text = await (await ask(method, `repos/${GH_REPO}/${path}`, body)).text();
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
        const response = await ask("GET", `repos/${GH_REPO}/${path}${more}per_page=100&page=${page}`);
        const items = listOf(await response.json()).map(objectOf);
        found.push(...items);
        if (items.length < 100) return found;
      }
    },
    page: async (path) => (await ask("GET", `${GH_REPO}/${path}`)).text(),
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
