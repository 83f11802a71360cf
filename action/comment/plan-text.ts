import type { Suggestion } from "../core/markdown/suggestion.ts";
import type { DataOfPlan } from "../core/view/plan/data-markdown.ts";

/** What to say on a pull request about its head: from the job that validates to the job that may write. */
export type PlanText = {
  readonly pullRequest: number;
  readonly head: string;
  readonly body: string;
  /** `null`: nobody knows which ones hold, so the existing ones stay. */
  readonly suggestions: readonly Suggestion[] | null;
  /** Left out where it reads none that is looked up. */
  readonly data?: DataOfPlan;
};

/** The runner takes 128 KiB: what is longer loses its suggestions, and is then cut to its beginning. */
export const writePlans = (plans: readonly PlanText[]): string => {
  const text = JSON.stringify(plans);
  if (bytesOf(text) > maxBytes && plans.some(({ suggestions }) => suggestions !== null))
    return writePlans(plans.map((plan) => ({ ...plan, suggestions: null })));
  const longest = plans.toSorted((a, b) => bytesOf(b.body) - bytesOf(a.body))[0];
  if (longest === undefined || bytesOf(text) <= maxBytes) return text;
  return writePlans(plans.map((plan) => (plan === longest ? { ...plan, body: beginningOf(plan.body) } : plan)));
};

const maxBytes = 120_000;
const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Its first lines and the commit that it is about. A paragraph stays whole, as text in code would come alive. */
const beginningOf = (body: string): string =>
  [
    ...body
      .split("\n\n")
      .slice(0, 2)
      .filter((paragraph) => bytesOf(paragraph) <= maxParagraphLength),
    "The rest is too long to be shown here: see the summary of the check.",
  ].join("\n\n");
const maxParagraphLength = 1000;

/** What the job that looks data up is asked, each name once. */
export const namesAsked = (plans: readonly PlanText[]): readonly string[] => [
  ...new Set(
    plans.flatMap(({ data }) => (data === undefined || data.isWithheld ? [] : data.needed.map((one) => one.dataset))),
  ),
];

/** `undefined`: the job that validates failed before it could say anything. */
export const readPlans = (text: string): readonly PlanText[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isPlanText) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isPlanText = (value: unknown): value is PlanText =>
  typeof value === "object" &&
  value !== null &&
  "pullRequest" in value &&
  Number.isInteger(value.pullRequest) &&
  "head" in value &&
  typeof value.head === "string" &&
  "body" in value &&
  typeof value.body === "string" &&
  "suggestions" in value &&
  (value.suggestions === null || (Array.isArray(value.suggestions) && value.suggestions.every(isSuggestion))) &&
  (!("data" in value) || isData(value.data));

const isData = (value: unknown): value is DataOfPlan =>
  typeof value === "object" &&
  value !== null &&
  "isWithheld" in value &&
  typeof value.isWithheld === "boolean" &&
  "unasked" in value &&
  Number.isInteger(value.unasked) &&
  "needed" in value &&
  Array.isArray(value.needed) &&
  value.needed.every(isNeeded) &&
  "submits" in value &&
  Array.isArray(value.submits) &&
  value.submits.every(isPart);

const isPart = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "reads" in value && Array.isArray(value.reads);

const isNeeded = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "dataset" in value && typeof value.dataset === "string";

const isSuggestion = (value: unknown): value is Suggestion =>
  typeof value === "object" &&
  value !== null &&
  "path" in value &&
  typeof value.path === "string" &&
  "line" in value &&
  Number.isInteger(value.line) &&
  "body" in value &&
  typeof value.body === "string";
