import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "./refusal.ts";
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

/** `token X`, `Bearer X`, or the password of `Basic`, as git sends it. */
export const credential = (headers: IncomingHttpHeaders): string | undefined => {
  const [scheme = "", value = ""] = (headers.authorization ?? "").split(" ");
  if (scheme.toLowerCase() !== "basic") return value === "" ? undefined : value;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
};

/** The sandbox is stricter than a public repository: nobody reads without a token, so that a missing one is seen. */
export const authenticate = (world: World, headers: IncomingHttpHeaders): Token => {
  const given = credential(headers);
  const challenge = { "www-authenticate": 'Basic realm="GitHub"' };
  if (given === undefined) throw new Refusal(401, "Requires authentication", challenge);
  const token = world.tokens.find(given, Date.parse(world.now()));
  if (token === undefined) throw new Refusal(401, "Bad credentials", challenge);
  return token;
};
