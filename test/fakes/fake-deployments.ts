import { Failure } from "../../action/core/problems/failure.ts";
import type { Deployments, MadeDeployment } from "../../action/ports/deployments.ts";
import { anyWay } from "./any-way.ts";

/** Deployments in memory, with the calls that made something. */
export const fakeDeployments = () => {
  const made: MadeDeployment[] = [];
  const calls: string[] = [];
  const refused = new Set<string>();
  const port: Deployments = {
    of: async (tags) => made.filter(({ tag }) => tags.includes(tag)),
    make: async ({ tag, version }) => {
      if (refused.has(tag)) throw new Failure(`GitHub refused to make the deployment of ${tag} ${version}`, anyWay);
      calls.push(`make ${tag} ${version}`);
      made.push({ id: made.length + 1, tag, version, made: time(made.length), says: undefined });
      return made.length;
    },
    say: async (id, { state, description, log }) => {
      const at = made.findIndex((one) => one.id === id);
      const one = made[at];
      if (one === undefined) throw new Failure("no such deployment", anyWay);
      calls.push(`say ${one.tag} ${one.version} ${state}`);
      made[at] = { ...one, says: { state, description, log, at: time(calls.length) } };
    },
  };
  return Object.assign(port, { made, calls, refused });
};

const time = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
