import { verify } from "node:crypto";
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
