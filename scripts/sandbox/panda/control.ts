import { type Answer, json, text } from "./envelope.ts";
import type { Fault } from "./faults.ts";
import type { PandaControls } from "./handle.ts";
import { isObject, type JsonObject } from "./json.ts";

/**
 * The handle over HTTP, for tests that run the sandbox in a process of its own: `POST /sandbox/tick {"times":3}`,
 * `/sandbox/advance {"minutes":60}`, `/sandbox/fault {...}`, `/sandbox/token {claims}`, `/sandbox/count`, `/sandbox/reset`.
 */
export const controlDoor =
  (handle: PandaControls) =>
  async (path: string, body: string): Promise<Answer | undefined> => {
    const given = bodyOf(body);
    switch (path) {
      case "/sandbox/tick":
        await handle.tick(typeof given["times"] === "number" ? given["times"] : 1);
        return json({});
      case "/sandbox/advance":
        await handle.advance(typeof given["minutes"] === "number" ? given["minutes"] : 0);
        return json({});
      case "/sandbox/fault":
        handle.fault(given as Fault); // a test's own words, on loopback
        return json({});
      case "/sandbox/token":
        return text(await handle.token(given));
      case "/sandbox/count":
        return json({ ...handle.count() });
      case "/sandbox/reset":
        await handle.reset();
        return json({});
      default:
        return undefined;
    }
  };

const bodyOf = (body: string): JsonObject => {
  if (body === "") return {};
  const parsed: unknown = JSON.parse(body);
  return isObject(parsed) ? parsed : {};
};
