import type { Did } from "../../core/catalogue/data-seen.ts";
import type { RucioSettings } from "../../core/login/rucio-settings.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import type { CatalogueResult, DataKeeper, NewRule } from "../../ports/data-keeper.ts";
import { type Limits, rucioLimits } from "../panda/limits.ts";
import { serverText } from "../panda/wire.ts";
import { pathOf } from "./collections.ts";
import { type RucioAnswer, refusalIn } from "./rucio-call.ts";
import { isExpired, openRucio } from "./rucio-session.ts";

export const rucioKeeper = (settings: RucioSettings, limits: Limits = rucioLimits): DataKeeper => {
  const rucio = openRucio(settings, limits);
  const post = async (path: string, body: unknown): Promise<CatalogueResult> =>
    resultOf(await rucio.send({ method: "POST", path, body }));
  return {
    keep: async (rule) => {
      const answer = await post("/rules/", ruleBody(rule));
      return answer.kind === "done" && answer.id === undefined
        ? { kind: "unanswered", arrived: "maybe", message: "its answer names no rule" }
        : answer;
    },
    extend: async (rule, seconds) =>
      resultOf(
        await rucio.send({
          method: "PUT",
          path: `/rules/${encodeURIComponent(rule)}`,
          body: { options: { lifetime: seconds ?? null } },
        }),
      ),
    end: async (rule) =>
      resultOf(await rucio.send({ method: "DELETE", path: `/rules/${encodeURIComponent(rule)}`, body: {} })),
    describe: (did, meta) => post(`/dids/${pathOf(did)}/meta`, { meta }),
    makeContainer: (did) => post(`/dids/${pathOf(did)}`, { type: "CONTAINER" }),
    attach: (container, datasets) => post(`/dids/${pathOf(container)}/dids`, { dids: datasets.map(bare) }),
  };
};

const bare = ({ scope, name }: Did): Did => ({ scope, name });

const ruleBody = ({ did, account, where, copies, seconds, comment }: NewRule): object => ({
  dids: [bare(did)],
  account,
  copies,
  rse_expression: where,
  lifetime: seconds ?? null,
  grouping: "DATASET",
  comment,
});

/** Only Rucio's own words are a refusal; anything else may hide an effect. */
const resultOf = (answer: RucioAnswer): CatalogueResult => {
  if (answer.kind === "unanswered") return answer;
  const { status, text } = answer;
  // A page for people is of a proxy: Rucio's own answers are empty, one word, or JSON.
  if ((status === 200 || status === 201) && !text.trimStart().startsWith("<"))
    return { kind: "done", id: firstId(text) };
  const refusal = refusalIn(text);
  if (isExpired(answer)) return { kind: "unanswered", arrived: "no", message: refusal?.message ?? "its login ended" };
  // Of a rule for another account Rucio answers 500 with it (RUCIO C7).
  if (refusal !== undefined && (status < 500 || refusal.why === "AccessDenied")) return { kind: "refused", ...refusal };
  return { kind: "unanswered", arrived: "maybe", message: `HTTP ${status}: ${serverText(text)}` };
};

const firstId = (text: string): string | undefined => {
  const value = parseJson(text);
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === "string" ? first : undefined;
};
