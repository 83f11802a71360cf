import { createHash } from "node:crypto";
import { onceEach } from "../../core/text/once.ts";
import { keepMade, storeMade } from "./made-objects.ts";
import { readObjects } from "./objects.ts";
import type { NewObject } from "./pack.ts";
import { git } from "./run.ts";

/** `later`: git gets them before it is started there next, by this process: others do not see them until then. */
export type KeptWhen = "at once" | "later";

/** Objects that are made here: for each one by one, starting git is all that it costs. */
export type NewObjects = {
  /** Its name, which is made of its content. The repository has it from `keep` on. */
  add(type: NewObject["type"], body: Uint8Array, base?: NewObject["base"]): string;
  /** The object in whose place one comes: where a pack of these is sent without git, what differs is enough. */
  base(oid: string | undefined): Promise<NewObject["base"]>;
  /** `tip`: the commit or tag that leads to all of them. */
  keep(tip: string): Promise<void>;
};

/** `like`: the name of an object that is there already. */
export const newObjects = async (dir: string, when: KeptWhen, like?: string): Promise<NewObjects> => {
  const format = byLength[like?.length ?? 0] ?? (await formatOf(dir));
  const made = new Map<string, NewObject>();
  return {
    add: (type, body, base) => {
      const oid = createHash(format).update(`${type} ${body.length}\0`).update(body).digest("hex");
      made.set(oid, { type, body, base: base?.oid === oid ? undefined : base });
      return oid;
    },
    base: async (oid) => {
      const [body] = oid === undefined || when === "at once" ? [] : await readObjects(dir, [oid]);
      return oid === undefined || body === undefined ? undefined : { oid, body };
    },
    keep: async (tip) => {
      await keepMade(dir, tip, made, format);
      if (when === "at once") await storeMade(dir);
    },
  };
};

/** The hash by which a repository names its objects, by the digits of a name. */
const byLength: Readonly<Record<number, string>> = { 40: "sha1", 64: "sha256" };

const formatOf = onceEach(async (dir: string) => (await git(dir, ["rev-parse", "--show-object-format"])).trim());
