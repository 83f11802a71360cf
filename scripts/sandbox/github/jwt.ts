import { generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { objectOf } from "./json.ts";
import { Refusal } from "./refusal.ts";
import type { App, World } from "./world.ts";

/** The App that signed; GitHub refuses words that live longer than ten minutes. */
export const appOfJwt = (world: World, jwt: string): App => {
  const [head = "", body = "", signature = ""] = jwt.split(".");
  const claims = decode(body);
  const app = world.apps.find((each) => String(each.id) === String(claims["iss"]));
  const signed =
    app !== undefined &&
    decode(head)["alg"] === "RS256" &&
    verify("sha256", Buffer.from(`${head}.${body}`), app.publicKey, Buffer.from(signature, "base64url"));
  if (!signed) throw new Refusal(401, "A JSON web token could not be decoded");
  const now = Date.parse(world.now()) / 1000;
  const [issued, expires] = [Number(claims["iat"]), Number(claims["exp"])];
  if (!(expires > now) || !(expires - now <= 660))
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  if (!(issued <= now + 60))
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return app;
};

const decode = (part: string) => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return objectOf(value);
  } catch {
    throw new Refusal(401, "A JSON web token could not be decoded");
  }
};

type AppKey = { readonly publicKey: KeyObject; readonly privateKey: string };

const made = new Map<number, AppKey>();

/**
 * The key of a world's first, second, ... App: another for each App of a world, and the same in each world of a process,
 * as a key takes longer to make than all else of a world. Of use for nothing but this sandbox.
 */
export const appKey = (index: number): AppKey => {
  const key = made.get(index) ?? newKey();
  made.set(index, key);
  return key;
};

const newKey = (): AppKey => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { publicKey, privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString() };
};
