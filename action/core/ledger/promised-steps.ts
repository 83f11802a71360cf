import { type Json, mapping } from "../text/canonical-json.ts";
import type { Intent } from "./event.ts";

/** The outputs of a step as the request wrote them, which is part of what was promised. */
export const outputsOf = (intent: Intent, step: string): readonly string[] => {
  const out = field(stepIn(intent, step), "out");
  if (!Array.isArray(out)) return [];
  return (out as readonly Json[]).flatMap((one) => {
    const name = typeof one === "string" ? one : field(one, "name");
    return typeof name === "string" ? [name] : [];
  });
};

/** Events that a step was asked for: in a job, and in all where the request says how many jobs there are. */
export type EventsAsked = { readonly perJob: number; readonly all: number | undefined };

/** `undefined`: the request counts no events. */
export const eventsOf = (intent: Intent, step: string): EventsAsked | undefined => {
  const perJob = optionOf(intent, step, "eventsPerJob");
  const jobs = optionOf(intent, step, "jobs");
  return perJob === undefined ? undefined : { perJob, all: jobs === undefined ? undefined : perJob * jobs };
};

const optionOf = (intent: Intent, step: string, name: string): number | undefined => {
  const value = field(stepIn(intent, step), name) ?? field(field(intent.content.request, "defaults"), name);
  return typeof value === "number" ? value : undefined;
};

const stepIn = ({ content }: Intent, step: string): Json | undefined => field(field(content.request, "steps"), step);

const field = (value: Json | undefined, key: string): Json | undefined =>
  Object.hasOwn(mapping(value), key) ? mapping(value)[key] : undefined;
