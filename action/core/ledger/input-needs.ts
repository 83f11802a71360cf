import type { Production } from "../production/production.ts";
import { type InputNeed, type SubmissionKey, submissionKey } from "./event.ts";

/** What a production has to wait for, unbound, or with what it was bound to before. */
export const inputNeeds = ({ steps }: Production, before: readonly InputNeed[] = []): readonly InputNeed[] => {
  const needs = new Map<string, InputNeed>();
  for (const { source } of steps.flatMap(({ inputs }) => inputs)) {
    if (source.kind === "step") continue;
    const dataset = before.find(({ input }) => input === source.input)?.dataset ?? null;
    if (source.kind === "production") {
      const { input, tag, version, step, output, require } = source;
      needs.set(input, { kind: "production", input, tag, version, step, output: output ?? null, require, dataset });
    } else if (source.task !== undefined) {
      const { name, output, require } = source.task;
      needs.set(source.input, { kind: "task", input: source.input, task: name, output, require, dataset });
    }
  }
  return [...needs.values()];
};

/** The submission that a need is met by: that of the same run where that grows too, else the only one there is. */
export const upstreamKeys = (need: InputNeed, run: number | undefined): readonly SubmissionKey[] =>
  need.kind === "production"
    ? [...new Set([run, undefined])].map((one) => submissionKey(need.tag, need.version, one))
    : [];

export const isUnbound = ({ dataset }: InputNeed): boolean => dataset === null;

export const describeNeed = (need: InputNeed): string => {
  const share = need.require < 1 ? `, ${Math.round(need.require * 10000) / 100}% of it` : "";
  switch (need.kind) {
    case "production":
      return `${need.tag} ${need.version}/${need.step}${share}`;
    case "task":
      return `task ${need.task}${share}`;
  }
};
